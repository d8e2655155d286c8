import type { TFunction } from 'i18next';
import type { BloodType, Gender, PatientRecord, PatientUpdate } from '../../../api/types.ts';
import { formatPlainDate } from '../../../lib/time/format.ts';
import { parsePlainDate } from '../../../lib/time/plain-date.ts';
import { birthDateFault, type DraftFault } from '../register/draft.ts';

export const IDENTITY_FIELDS = [
  'family_name',
  'given_name',
  'title',
  'date_of_birth',
  'gender',
  'contact',
  'email',
  'line1',
  'line2',
  'city',
  'postal_code',
  'country',
  'insurance_provider',
  'insurance_number',
  'blood_type',
] as const;
export type IdentityField = (typeof IDENTITY_FIELDS)[number];
export type IdentityDraft = Readonly<Record<IdentityField, string>>;

/** A record as the form shows it: all text, dates written out. */
export function draftOf(record: PatientRecord): IdentityDraft {
  return {
    family_name: record.family_name,
    given_name: record.given_name,
    title: record.title ?? '',
    date_of_birth: formatPlainDate(record.date_of_birth),
    gender: record.gender,
    contact: record.contact ?? '',
    email: record.email ?? '',
    line1: record.address?.line1 ?? '',
    line2: record.address?.line2 ?? '',
    city: record.address?.city ?? '',
    postal_code: record.address?.postal_code ?? '',
    country: record.address?.country ?? '',
    insurance_provider: record.insurance_provider ?? '',
    insurance_number: record.insurance_number ?? '',
    blood_type: record.blood_type ?? '',
  };
}

export function changedFields(draft: IdentityDraft, base: IdentityDraft): readonly IdentityField[] {
  return IDENTITY_FIELDS.filter((field) => draft[field] !== base[field]);
}

/** What I changed stays mine; everything else becomes what the other one saved. */
export function merged(mine: IdentityDraft, base: IdentityDraft, theirs: IdentityDraft): IdentityDraft {
  const result = { ...theirs };
  for (const field of changedFields(mine, base)) result[field] = mine[field];
  return result;
}

/** A field as people say it: codes as words, a date in the one form it has everywhere. */
export function shownAs(field: IdentityField, value: string, t: TFunction): string {
  if (value === '') return '';
  if (field === 'gender') return t(`gender.${value as Gender}`);
  if (field === 'blood_type') return t(`bloodType.${value as BloodType}`);
  const date = field === 'date_of_birth' ? parsePlainDate(value) : null;
  return date === null ? value : formatPlainDate(date);
}

export function faultOf(draft: IdentityDraft, field: IdentityField, today: string): DraftFault | null {
  if (field === 'family_name' && draft.family_name.trim() === '') return 'required';
  if (field === 'date_of_birth') return birthDateFault(draft.date_of_birth, today);
  return null;
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

export function toUpdate(draft: IdentityDraft, base: PatientRecord): PatientUpdate {
  const date = parsePlainDate(draft.date_of_birth) ?? base.date_of_birth;
  const address = {
    line1: orNull(draft.line1),
    line2: orNull(draft.line2),
    city: orNull(draft.city),
    postal_code: orNull(draft.postal_code),
    country: orNull(draft.country),
  };
  return {
    version: base.version,
    family_name: draft.family_name.trim(),
    given_name: draft.given_name.trim(),
    title: orNull(draft.title),
    date_of_birth: date,
    // A date that somebody read from a document is no estimate any more.
    date_of_birth_is_estimated: date === base.date_of_birth && base.date_of_birth_is_estimated,
    gender: draft.gender as PatientUpdate['gender'],
    contact: orNull(draft.contact),
    email: orNull(draft.email),
    address: Object.values(address).every((part) => part === null) ? null : address,
    blood_type: draft.blood_type === '' ? null : (draft.blood_type as PatientUpdate['blood_type'] & string),
    insurance_provider: orNull(draft.insurance_provider),
    insurance_number: orNull(draft.insurance_number),
  };
}

/** The record a stale write was answered with; null where the answer holds something else. */
export function recordIn(current: unknown): PatientRecord | null {
  if (typeof current !== 'object' || current === null) return null;
  const fields = current as Readonly<Record<string, unknown>>;
  return typeof fields.version === 'number' && typeof fields.family_name === 'string' && 'newborns' in fields
    ? (current as PatientRecord)
    : null;
}
