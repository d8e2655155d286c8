/** Records for the tests of this folder. */
import type { Me, PatientRecord, PatientSummary } from '../../api/types.ts';
import { alden, hospital, nurse } from '../../testing/samples.ts';

/** A nurse who may do everything on a chart. */
export const wardNurse: Me = {
  ...nurse,
  permissions: [
    ...nurse.permissions,
    'patient_search',
    'patient_register',
    'patient_write',
    'clinical_write',
    'allergy_write',
    'admission_write',
    'alert_raise',
  ],
};

export function recordOf(change: Partial<PatientRecord> = {}): PatientRecord {
  return {
    ...alden,
    date_of_birth_is_estimated: false,
    identity_state: 'identified',
    former_names: [],
    newborns: [],
    contact: '07700 900417',
    address: { line1: '14 Larch Road', city: 'Northgate' },
    emergency_flag: false,
    admission: {
      admission_id: '00000000-0000-7000-8000-000000003001',
      hospital_id: hospital.id,
      hospital_name: hospital.name,
      ward_id: '00000000-0000-7000-8000-000000000011',
      ward_name: 'Ward 1',
      bed_label: 'B4',
      admitted_at: '2026-11-20T10:00:00Z',
    },
    responsible_doctor: { id: nurse.id, full_name: 'Dr Amara Obi' },
    is_active: true,
    version: 4,
    created_at: '2025-01-01T10:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
    may_write: true,
    may_write_clinical: true,
    ...change,
  };
}

export function summaryOf(change: Partial<PatientSummary> = {}): PatientSummary {
  return {
    id: alden.id,
    code: alden.code,
    family_name: alden.family_name,
    given_name: alden.given_name,
    title: alden.title ?? null,
    date_of_birth: alden.date_of_birth,
    date_of_birth_is_estimated: false,
    age_years: alden.age_years,
    gender: alden.gender,
    identity_state: 'identified',
    is_deceased: false,
    place: 'B4, Ward 1',
    has_open_admission: true,
    ...change,
  };
}
