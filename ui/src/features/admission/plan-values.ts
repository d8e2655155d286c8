import type { TFunction } from 'i18next';
import type { Admission, Isolation } from '../../api/types.ts';
import type { ConflictRow } from '../../design/ConflictNotice.tsx';
import { capabilityWord } from '../bed/capability.ts';
import { type Moment, momentOf, NO_MOMENT } from './moment.ts';

/** What a plan says, as it stands in the form. */
export interface PlanValues {
  readonly out: Moment;
  readonly isolation: Isolation | null;
  readonly needs: readonly string[];
  readonly doctor: string;
  readonly reason: string;
}

export function formOf(admission: Admission, zone: string): PlanValues {
  const out = admission.expected_discharge_at;
  return {
    out: out == null ? NO_MOMENT : momentOf(zone, out),
    isolation: admission.isolation ?? null,
    needs: admission.needs,
    doctor: admission.responsible_doctor?.id ?? '',
    reason: admission.reason ?? '',
  };
}

/** The fields in which somebody else's plan differs from the one typed here. */
export function conflictRows(theirs: PlanValues, mine: PlanValues, t: TFunction): readonly ConflictRow[] {
  const isolation = (kind: Isolation | null) =>
    kind === null ? t('stay.noIsolation') : t(`isolation.${kind}`);
  const words = (plan: PlanValues): readonly [string, string][] => [
    [t('patient.discharge'), `${plan.out.date} ${plan.out.time}`.trim()],
    [t('stay.isolation'), isolation(plan.isolation)],
    [t('stay.needs'), plan.needs.map((name) => capabilityWord(name, t)).join(', ')],
    [t('patient.doctor'), plan.doctor],
    [t('admit.reason'), plan.reason],
  ];
  const other = words(mine);
  return words(theirs).flatMap(([field, text], index) => {
    const own = other[index]?.[1] ?? '';
    return own === text ? [] : [{ field, theirs: text, mine: own }];
  });
}
