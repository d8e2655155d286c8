import type { Doctor, Me } from '../../api/types.ts';

/** True where the signed-in person is this doctor. The server decides again; this only decides what is offered. */
export function isOwnRecord(doctor: Doctor, me: Me): boolean {
  return me.doctor_id != null && me.doctor_id === doctor.id;
}

/** Who may say whether a doctor can be called on: the doctor, and whoever keeps the doctors. */
export function maySetAvailability(doctor: Doctor, me: Me): boolean {
  if (!doctor.is_active || !me.permissions.includes('doctor_availability')) return false;
  return me.permissions.includes('doctor_write') || isOwnRecord(doctor, me);
}
