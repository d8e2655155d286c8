import type { Doctor, DoctorCreate, Gender } from '../../api/types.ts';
import { formatPlainDate } from '../../lib/time/format.ts';
import { parsePlainDate } from '../../lib/time/plain-date.ts';

/** What is on the screen while it is being filled in: all text. */
export interface DoctorDraft {
  readonly fullName: string;
  readonly gender: Gender | '';
  readonly licenceNumber: string;
  readonly licenceEnds: string;
  readonly specializations: string;
  readonly qualifications: string;
  readonly experience: string;
  readonly contact: string;
  readonly email: string;
}

export type DoctorField = keyof DoctorDraft;
export type DoctorFault = 'required' | 'dateWrong' | 'dateAlone' | 'experienceWrong' | 'emailWrong';

export const DOCTOR_FIELDS: readonly DoctorField[] = [
  'fullName',
  'gender',
  'licenceNumber',
  'licenceEnds',
  'specializations',
  'qualifications',
  'experience',
  'contact',
  'email',
];
const MOST_YEARS = 80;

export function emptyDoctor(): DoctorDraft {
  return {
    fullName: '',
    gender: '',
    licenceNumber: '',
    licenceEnds: '',
    specializations: '',
    qualifications: '',
    experience: '',
    contact: '',
    email: '',
  };
}

export function draftOf(doctor: Doctor): DoctorDraft {
  return {
    fullName: doctor.full_name,
    gender: doctor.gender ?? '',
    licenceNumber: doctor.license_number ?? '',
    licenceEnds: doctor.license_expires_on == null ? '' : formatPlainDate(doctor.license_expires_on),
    specializations: doctor.specializations.join(', '),
    qualifications: doctor.qualifications.join(', '),
    experience: doctor.experience_years == null ? '' : String(doctor.experience_years),
    contact: doctor.contact ?? '',
    email: doctor.email ?? '',
  };
}

export function faultsOf(draft: DoctorDraft): Partial<Record<DoctorField, DoctorFault>> {
  const faults: Partial<Record<DoctorField, DoctorFault>> = {};
  const has = (field: DoctorField) => draft[field].trim() !== '';
  if (!has('fullName')) faults.fullName = 'required';
  if (has('licenceEnds')) {
    if (parsePlainDate(draft.licenceEnds) === null) faults.licenceEnds = 'dateWrong';
    else if (!has('licenceNumber')) faults.licenceNumber = 'dateAlone';
  }
  const years = Number(draft.experience);
  if (has('experience') && (!/^\d+$/.test(draft.experience.trim()) || years > MOST_YEARS))
    faults.experience = 'experienceWrong';
  if (has('email') && !/^[^\s@]+@[^\s@]+$/.test(draft.email.trim())) faults.email = 'emailWrong';
  return faults;
}

/** Words between commas; none twice, none empty. */
export function listOf(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** The body both to make a doctor and, with a version, to change one: what is left out is emptied. */
export function toDoctor(draft: DoctorDraft): DoctorCreate {
  const text = (field: DoctorField) => {
    const words = draft[field].trim();
    return words === '' ? null : words;
  };
  return {
    full_name: draft.fullName.trim(),
    gender: draft.gender === '' ? null : draft.gender,
    license_number: text('licenceNumber'),
    license_expires_on: parsePlainDate(draft.licenceEnds),
    specializations: listOf(draft.specializations),
    qualifications: listOf(draft.qualifications),
    experience_years: draft.experience.trim() === '' ? null : Number(draft.experience),
    contact: text('contact'),
    email: text('email'),
  };
}

/** Where two drafts differ, field by field. */
export function differences(theirs: DoctorDraft, mine: DoctorDraft): readonly DoctorField[] {
  return DOCTOR_FIELDS.filter((field) => theirs[field].trim() !== mine[field].trim());
}

/** The doctor a 409 shows as standing now, where it shows one. */
export function standingDoctor(current: unknown): Doctor | null {
  if (typeof current !== 'object' || current === null) return null;
  return 'doctor_id' in current && 'full_name' in current && 'version' in current
    ? (current as Doctor)
    : null;
}
