import type { AllergyInput, AllergyState, Gender, PatientCreate } from '../../../api/types.ts';
import { instantIn, parsePlainDate, yearsBetween } from '../../../lib/time/plain-date.ts';

export type AllergySeverity = NonNullable<AllergyInput['severity']>;

export interface AllergyRow {
  readonly key: number;
  readonly substance: string;
  readonly reaction: string;
  readonly severity: AllergySeverity | '';
}

/** What is on the screen while it is being filled in. */
export interface RegisterDraft {
  readonly familyName: string;
  readonly givenName: string;
  readonly title: string;
  readonly gender: Gender | '';
  readonly born: string;
  /** A newborn's hour of birth, `HH:MM` on the clocks of the hospital. */
  readonly bornTime: string;
  readonly contact: string;
  readonly email: string;
  readonly line1: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
  readonly kinName: string;
  readonly kinRelation: string;
  readonly kinPhone: string;
  readonly insuranceProvider: string;
  readonly insuranceNumber: string;
  readonly allergyState: AllergyState | '';
  readonly allergies: readonly AllergyRow[];
}

export const EMPTY_DRAFT: RegisterDraft = {
  familyName: '',
  givenName: '',
  title: '',
  gender: '',
  born: '',
  bornTime: '',
  contact: '',
  email: '',
  line1: '',
  city: '',
  postalCode: '',
  country: '',
  kinName: '',
  kinRelation: '',
  kinPhone: '',
  insuranceProvider: '',
  insuranceNumber: '',
  allergyState: '',
  allergies: [],
};

export type DraftField = keyof RegisterDraft;
export type DraftFault = 'required' | 'dateWrong' | 'dateFuture' | 'dateOld' | 'timeWrong' | 'kinIncomplete';
export type Faults = Partial<Record<DraftField, DraftFault>>;

const OLDEST_YEARS = 130;

export function birthDateFault(text: string, today: string): DraftFault | null {
  if (text.trim() === '') return 'required';
  const date = parsePlainDate(text);
  if (date === null) return 'dateWrong';
  if (date > today) return 'dateFuture';
  return yearsBetween(date, today) > OLDEST_YEARS ? 'dateOld' : null;
}

export function faultsOf(draft: RegisterDraft, today: string, isNewborn: boolean): Faults {
  const faults: Faults = {};
  if (draft.familyName.trim() === '') faults.familyName = 'required';
  if (draft.givenName.trim() === '') faults.givenName = 'required';
  if (draft.gender === '') faults.gender = 'required';
  const born = birthDateFault(draft.born, today);
  if (born !== null) faults.born = born;
  if (isNewborn && instantIn('UTC', today, draft.bornTime) === null) faults.bornTime = 'timeWrong';
  if (draft.allergyState === '') faults.allergyState = 'required';
  if (draft.allergyState === 'known' && namedAllergies(draft).length === 0) faults.allergies = 'required';
  const kin = [draft.kinName, draft.kinRelation, draft.kinPhone].filter((text) => text.trim() !== '').length;
  if (kin > 0 && kin < 3) {
    for (const field of ['kinName', 'kinRelation', 'kinPhone'] as const)
      if (draft[field].trim() === '') faults[field] = 'kinIncomplete';
  }
  return faults;
}

function namedAllergies(draft: RegisterDraft): readonly AllergyRow[] {
  return draft.allergies.filter((row) => row.substance.trim() !== '');
}

export function isTouched(draft: RegisterDraft): boolean {
  return (Object.keys(EMPTY_DRAFT) as DraftField[]).some((field) =>
    field === 'allergies' ? draft.allergies.length > 0 : draft[field] !== EMPTY_DRAFT[field],
  );
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export interface RegistrationAround {
  readonly hospitalId: string | null;
  readonly zone: string;
  readonly isNewborn: boolean;
  /** Candidate ids with the reason why they are somebody else. */
  readonly answers: Readonly<Record<string, string>>;
}

/** The request of a draft without faults. */
export function toCreate(draft: RegisterDraft, around: RegistrationAround): PatientCreate {
  const date = parsePlainDate(draft.born) ?? '';
  const others = Object.entries(around.answers);
  const address = [draft.line1, draft.city, draft.postalCode, draft.country].some(
    (text) => text.trim() !== '',
  );
  return {
    family_name: draft.familyName.trim(),
    given_name: draft.givenName.trim(),
    title: orNull(draft.title),
    date_of_birth: date,
    gender: draft.gender === '' ? 'prefer_not_to_say' : draft.gender,
    contact: orNull(draft.contact),
    email: orNull(draft.email),
    address: address
      ? {
          line1: orNull(draft.line1),
          city: orNull(draft.city),
          postal_code: orNull(draft.postalCode),
          country: orNull(draft.country),
        }
      : null,
    insurance_provider: orNull(draft.insuranceProvider),
    insurance_number: orNull(draft.insuranceNumber),
    allergy_state: draft.allergyState === '' ? 'not_asked' : draft.allergyState,
    ...(draft.allergyState === 'known'
      ? {
          allergies: namedAllergies(draft).map((row) => ({
            substance: row.substance.trim(),
            reaction: orNull(row.reaction),
            severity: row.severity === '' ? null : row.severity,
          })),
        }
      : {}),
    ...(draft.kinName.trim() === ''
      ? {}
      : {
          family_contacts: [
            {
              name: draft.kinName.trim(),
              relationship: draft.kinRelation.trim(),
              contact: draft.kinPhone.trim(),
              is_primary: true,
              is_emergency_contact: true,
            },
          ],
        }),
    ...(around.hospitalId === null ? {} : { hospital_id: around.hospitalId }),
    ...(around.isNewborn ? { born_at: instantIn(around.zone, date, draft.bornTime) } : {}),
    ...(others.length === 0
      ? {}
      : {
          not_duplicate_of: others.map(([id]) => id),
          not_duplicate_because: [...new Set(others.map(([, reason]) => reason))].join('; '),
        }),
  };
}

/** Which field of the form a field of the server's answer stands in. */
export const SERVER_FIELDS: Readonly<Record<string, DraftField>> = {
  family_name: 'familyName',
  given_name: 'givenName',
  title: 'title',
  gender: 'gender',
  date_of_birth: 'born',
  born_at: 'bornTime',
  contact: 'contact',
  email: 'email',
  'address.line1': 'line1',
  'address.city': 'city',
  'address.postal_code': 'postalCode',
  'address.country': 'country',
  'family_contacts[0].name': 'kinName',
  'family_contacts[0].relationship': 'kinRelation',
  'family_contacts[0].contact': 'kinPhone',
  insurance_provider: 'insuranceProvider',
  insurance_number: 'insuranceNumber',
  allergy_state: 'allergyState',
  allergies: 'allergies',
};
