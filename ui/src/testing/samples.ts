import type { Alert, Board, BoardBed, Me, Occupant, Patient } from '../api/types.ts';
import type { StationState } from '../platform/station-state.ts';

export const hospital = {
  id: '00000000-0000-7000-8000-000000000001',
  name: 'Northgate General',
  hospital_type: 'general',
  emergency_services: true,
  time_zone: 'Europe/London',
  alert_phone_number: '2207',
};

export const ward = { id: '00000000-0000-7000-8000-000000000011', name: 'Ward 1' };

export const nurse: Me = {
  id: '00000000-0000-7000-8000-000000000501',
  email: 'nurse@demo.local',
  full_name: 'Ingrid Halvorsen',
  role: 'nurse',
  permissions: ['board_read', 'patient_read', 'clinical_read', 'alert_read', 'alert_answer', 'alert_close'],
  hospital,
  wards: [ward],
  session: { id: '00000000-0000-7000-8000-000000000900', expires_at: '2026-11-22T20:00:00Z' },
};

export const alden: Patient = {
  id: '00000000-0000-7000-8000-000000001001',
  code: 'P00042-7',
  family_name: 'Considine',
  given_name: 'Alden',
  title: 'Mr',
  date_of_birth: '1955-03-14',
  date_of_birth_is_estimated: false,
  age_years: 71,
  gender: 'male',
  allergy_state: 'known',
  allergies: ['penicillin', 'codeine'],
  resuscitation_status: 'full_treatment',
};

export function alertOf(change: Partial<Alert> = {}): Alert {
  return {
    id: '00000000-0000-7000-8000-000000007001',
    alert_id: 'A-1',
    alert_type: 'abnormal_vitals',
    severity: 'critical',
    status: 'active',
    description: 'Oxygen saturation 84 %',
    place: 'Ward 1, bed B4',
    triggered_by: 'wearable',
    trigger_data: {
      record_kind: 'oxygen_saturation',
      value: '84',
      unit: '%',
      taken_at: '2026-11-22T15:41:50Z',
      limit: '90',
      comparison: 'below',
      device_label: 'Watch 7',
      readings: [
        { value: '92', taken_at: '2026-11-22T15:36:50Z' },
        { value: '84', taken_at: '2026-11-22T15:41:50Z' },
      ],
    },
    occurrences: 1,
    patient: alden,
    hospital_id: hospital.id,
    ward,
    bed: { id: '00000000-0000-7000-8000-000000000101', label: 'B4', bay: 'Bay B' },
    raised_at: '2026-11-22T15:41:54Z',
    last_occurrence_at: '2026-11-22T15:41:54Z',
    reach: {
      recipients: 2,
      received: 2,
      displayed: 1,
      sounded: 1,
      nobody_reached: false,
      phone: '2207',
      stations: [
        {
          id: '00000000-0000-7000-8000-000000000601',
          name: 'Nurse station 1',
          listening: true,
          received: true,
          displayed: true,
          sounded: true,
        },
      ],
    },
    allowed_actions: ['acknowledge', 'respond', 'resolve', 'false_alarm'],
    version: 1,
    ...change,
  };
}

/** What a station's own credential sees of it: nothing about the person. */
export function namelessOf(alert: Alert): Alert {
  const nameless: Alert = { ...alert, allowed_actions: [] };
  delete nameless.patient;
  delete nameless.description;
  delete nameless.trigger_data;
  delete nameless.location;
  return nameless;
}

export function occupantOf(patient: Patient, change: Partial<Occupant> = {}): Occupant {
  return {
    patient,
    admission_id: `00000000-0000-7000-8000-0000000030${patient.id.slice(-2)}`,
    admitted_at: '2026-11-20T10:00:00Z',
    allergy_state: patient.allergy_state ?? null,
    allergies: patient.allergies,
    resuscitation_status: patient.resuscitation_status ?? null,
    same_surname_beds: [],
    alerts: [],
    admission_version: 1,
    identity_state: 'identified',
    needs: [],
    disagreements: [],
    ...change,
  };
}

export function bedOf(label: string, position: number, change: Partial<BoardBed> = {}): BoardBed {
  return {
    id: `00000000-0000-7000-8000-0000000001${String(position).padStart(2, '0')}`,
    label,
    bay: `Bay ${label.charAt(0)}`,
    position,
    state: 'free',
    state_since: '2026-11-22T12:00:00Z',
    capabilities: [],
    version: 1,
    ...change,
  };
}

export function boardOf(beds: BoardBed[], away: Occupant[] = []): Board {
  const count = (state: BoardBed['state']) => beds.filter((bed) => bed.state === state).length;
  return {
    ward: { ...ward, kind: 'inpatient' },
    hospital,
    as_at: '2026-11-22T15:42:00Z',
    last_event_id: 'e-1',
    counts: {
      patients: count('occupied') + away.length,
      free: count('free'),
      reserved: count('reserved'),
      cleaning: count('cleaning'),
      closed: count('closed'),
      no_bed: away.length,
    },
    beds,
    no_bed: away,
  };
}

export function stationOf(change: Partial<StationState> = {}): StationState {
  return {
    phase: 'ready',
    mode: 'this_pc',
    credential_saved: true,
    keychain: 'available',
    sound: { state: 'on', device: 'Speakers' },
    link: { state: 'up', since: '2026-11-22T15:00:00Z' },
    version: '0.1.0',
    ...change,
  };
}
