import type { Doctor, Me } from '../api/types.ts';
import { nurse } from './samples.ts';

export const administrator: Me = {
  ...nurse,
  role: 'admin',
  full_name: 'Marek Dvořák',
  permissions: [
    'hospital_read',
    'hospital_write',
    'doctor_write',
    'doctor_availability',
    'patient_read',
    'patient_search',
    'patient_write',
  ],
};

export function doctorOf(change: Partial<Doctor> = {}): Doctor {
  return {
    id: '00000000-0000-7000-8000-000000000502',
    doctor_id: 'D0007-1',
    full_name: 'Dr Amara Obi',
    specializations: ['Acute medicine'],
    qualifications: ['FRCP'],
    license_number: 'GMC 7104552',
    license_expires_on: '2099-08-31',
    is_verified: true,
    gender: 'female',
    experience_years: 12,
    contact: 'ext. 4400',
    email: 'obi@northgate.example',
    is_available: true,
    is_active: true,
    current_patients: 2,
    version: 3,
    ...change,
  };
}
