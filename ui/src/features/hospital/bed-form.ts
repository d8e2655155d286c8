import type { Bed, BedUpdate } from '../../api/types.ts';

export const SERVICE_STATES = ['in_service', 'cleaning', 'closed'] as const;
export type ServiceState = (typeof SERVICE_STATES)[number];

export interface BedDraft {
  readonly label: string;
  readonly bay: string;
  readonly capabilities: readonly string[];
  readonly service: ServiceState;
  readonly reason: string;
}

/** Occupied and reserved are derived from stays; what can be set is whether the bed is in service. */
export function serviceOf(bed: Pick<Bed, 'state'>): ServiceState {
  return bed.state === 'cleaning' || bed.state === 'closed' ? bed.state : 'in_service';
}

export function draftOf(bed: Bed): BedDraft {
  return {
    label: bed.label,
    bay: bed.bay,
    capabilities: bed.capabilities,
    service: serviceOf(bed),
    reason: bed.state_reason ?? '',
  };
}

/** Only what is different, so that renaming a bed never touches its state. Null where nothing is. */
export function changeOf(bed: Bed, draft: BedDraft): BedUpdate | null {
  const before = draftOf(bed);
  const same = (a: readonly string[], b: readonly string[]) =>
    [...a].sort().join('\n') === [...b].sort().join('\n');
  const isClosedAnew = draft.service === 'closed' && draft.reason.trim() !== before.reason;
  const change = {
    ...(draft.label.trim() === before.label ? {} : { label: draft.label.trim() }),
    ...(draft.bay.trim() === before.bay ? {} : { bay: draft.bay.trim() }),
    ...(same(draft.capabilities, before.capabilities) ? {} : { capabilities: [...draft.capabilities] }),
    ...(draft.service === before.service && !isClosedAnew ? {} : { state: draft.service }),
    ...(draft.service === 'closed' && (draft.service !== before.service || isClosedAnew)
      ? { state_reason: draft.reason.trim() }
      : {}),
  };
  return Object.keys(change).length === 0 ? null : { ...change, version: bed.version };
}
