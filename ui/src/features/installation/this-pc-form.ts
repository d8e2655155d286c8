import type { WorkstationKind } from '../../api/types.ts';
import type { ThisPcForm } from '../../platform/station-state.ts';

/** What is on the screen while it is being filled in: all text. */
export interface ThisPcDraft {
  readonly hospitalName: string;
  readonly timeZone: string;
  readonly wardName: string;
  readonly bedCount: string;
  readonly alertPhone: string;
  readonly crashCall: string;
  readonly adminName: string;
  readonly email: string;
  readonly password: string;
  readonly repeat: string;
  readonly stationName: string;
  readonly kind: WorkstationKind;
}

export type ThisPcField = keyof ThisPcDraft;
export type ThisPcFault = 'required' | 'bedsWrong' | 'emailWrong' | 'passwordWrong' | 'repeatWrong';

const REQUIRED: readonly ThisPcField[] = ['hospitalName', 'timeZone', 'wardName', 'adminName', 'stationName'];
const MOST_BEDS = 200;
const SHORTEST_PASSWORD = 12;

export function emptyDraft(): ThisPcDraft {
  return {
    hospitalName: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    wardName: '',
    bedCount: '12',
    alertPhone: '',
    crashCall: '',
    adminName: '',
    email: '',
    password: '',
    repeat: '',
    stationName: '',
    kind: 'nurse_station',
  };
}

export function faultsOf(draft: ThisPcDraft): Partial<Record<ThisPcField, ThisPcFault>> {
  const faults: Partial<Record<ThisPcField, ThisPcFault>> = {};
  for (const field of REQUIRED) if (draft[field].trim() === '') faults[field] = 'required';
  const beds = Number(draft.bedCount);
  if (!/^\d+$/.test(draft.bedCount.trim()) || beds < 1 || beds > MOST_BEDS) faults.bedCount = 'bedsWrong';
  if (!/^[^\s@]+@[^\s@]+$/.test(draft.email.trim())) faults.email = 'emailWrong';
  if (draft.password.length < SHORTEST_PASSWORD) faults.password = 'passwordWrong';
  if (draft.repeat !== draft.password) faults.repeat = 'repeatWrong';
  return faults;
}

export function toForm(draft: ThisPcDraft): ThisPcForm {
  const phone = draft.alertPhone.trim();
  const crash = draft.crashCall.trim();
  return {
    hospital_name: draft.hospitalName.trim(),
    time_zone: draft.timeZone,
    ward_name: draft.wardName.trim(),
    bed_count: Number(draft.bedCount),
    ...(phone === '' ? {} : { alert_phone_number: phone }),
    ...(crash === '' ? {} : { crash_call_number: crash }),
    admin: { email: draft.email.trim(), full_name: draft.adminName.trim(), password: draft.password },
    station_name: draft.stationName.trim(),
    station_kind: draft.kind,
  };
}
