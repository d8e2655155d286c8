import type { Address, HospitalCreate, HospitalRecord } from '../../api/types.ts';

/** What is on the screen while it is being filled in: text, and one tick. */
export interface HospitalDraft {
  readonly name: string;
  readonly kind: string;
  readonly registration: string;
  readonly timeZone: string;
  readonly hasEmergency: boolean;
  readonly crashCall: string;
  readonly alertPhone: string;
  readonly turnaround: string;
  readonly contact: string;
  readonly email: string;
  readonly website: string;
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
  readonly specializations: string;
  readonly accreditations: string;
}

export type HospitalField = keyof HospitalDraft;
export type HospitalText = Exclude<HospitalField, 'hasEmergency'>;
export type HospitalFault = 'required' | 'minutesWrong' | 'emailWrong' | 'websiteWrong';

const LONGEST_TURNAROUND = 1440;
const DEFAULT_TURNAROUND = '45';

export function emptyHospital(timeZone: string): HospitalDraft {
  return {
    name: '',
    kind: 'general',
    registration: '',
    timeZone,
    hasEmergency: true,
    crashCall: '',
    alertPhone: '',
    turnaround: DEFAULT_TURNAROUND,
    contact: '',
    email: '',
    website: '',
    line1: '',
    line2: '',
    city: '',
    postalCode: '',
    country: '',
    specializations: '',
    accreditations: '',
  };
}

export function draftOf(hospital: HospitalRecord): HospitalDraft {
  return {
    name: hospital.name,
    kind: hospital.hospital_type,
    registration: hospital.registration_number ?? '',
    timeZone: hospital.time_zone,
    hasEmergency: hospital.emergency_services,
    crashCall: hospital.crash_call_number ?? '',
    alertPhone: hospital.alert_phone_number ?? '',
    turnaround: String(hospital.bed_turnaround_minutes),
    contact: hospital.contact ?? '',
    email: hospital.email ?? '',
    website: hospital.website ?? '',
    line1: hospital.address?.line1 ?? '',
    line2: hospital.address?.line2 ?? '',
    city: hospital.address?.city ?? '',
    postalCode: hospital.address?.postal_code ?? '',
    country: hospital.address?.country ?? '',
    specializations: hospital.specializations.join(', '),
    accreditations: hospital.accreditations.join(', '),
  };
}

export function faultsOf(draft: HospitalDraft): Partial<Record<HospitalField, HospitalFault>> {
  const faults: Partial<Record<HospitalField, HospitalFault>> = {};
  if (draft.name.trim().length < 2) faults.name = 'required';
  if (draft.timeZone === '') faults.timeZone = 'required';
  const minutes = Number(draft.turnaround);
  if (!/^\d+$/.test(draft.turnaround.trim()) || minutes > LONGEST_TURNAROUND)
    faults.turnaround = 'minutesWrong';
  if (draft.email.trim() !== '' && !/^[^\s@]+@[^\s@]+$/.test(draft.email.trim())) faults.email = 'emailWrong';
  if (draft.website.trim() !== '' && !/^https?:\/\/\S+$/.test(draft.website.trim()))
    faults.website = 'websiteWrong';
  return faults;
}

function listOf(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

function addressOf(draft: HospitalDraft): Address | null {
  const address = {
    line1: textOf(draft.line1),
    line2: textOf(draft.line2),
    city: textOf(draft.city),
    postal_code: textOf(draft.postalCode),
    country: textOf(draft.country),
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}

function textOf(text: string): string | null {
  const words = text.trim();
  return words === '' ? null : words;
}

/** The body both to make a hospital and, with a version, to change one: what is left out is emptied. */
export function toHospital(draft: HospitalDraft): HospitalCreate {
  return {
    hospital_name: draft.name.trim(),
    hospital_type: textOf(draft.kind),
    registration_number: textOf(draft.registration),
    time_zone: draft.timeZone,
    emergency_services: draft.hasEmergency,
    crash_call_number: textOf(draft.crashCall),
    alert_phone_number: textOf(draft.alertPhone),
    bed_turnaround_minutes: Number(draft.turnaround),
    contact: textOf(draft.contact),
    email: textOf(draft.email),
    website: textOf(draft.website),
    address: addressOf(draft),
    specializations: listOf(draft.specializations),
    accreditations: listOf(draft.accreditations),
  };
}

/** Where two drafts differ, field by field. */
export function differences(theirs: HospitalDraft, mine: HospitalDraft): readonly HospitalField[] {
  const same = (field: HospitalField) =>
    typeof theirs[field] === 'string' && typeof mine[field] === 'string'
      ? theirs[field].trim() === mine[field].trim()
      : theirs[field] === mine[field];
  return (Object.keys(theirs) as HospitalField[]).filter((field) => !same(field));
}
