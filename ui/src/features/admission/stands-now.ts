import type { TFunction } from 'i18next';
import type { Admission, Bed } from '../../api/types.ts';

/** What the server holds instead, in one sentence; null where it did not say, or said something else. */
export function standsNow(current: unknown, t: TFunction): string | null {
  if (typeof current !== 'object' || current === null) return null;
  const { state, label } = current as Partial<Bed>;
  if (typeof label === 'string' && state !== undefined)
    return t('stay.bedNow', { bed: label, state: t(`bedState.${state}`) });
  const { admitted_at, cancelled_at, discharged_at, bed_label, ward_name, place } =
    current as Partial<Admission>;
  if (admitted_at === undefined) return null;
  if (cancelled_at != null) return t('stay.nowCancelled');
  if (discharged_at != null) return t('stay.nowDischarged');
  if (bed_label != null) return t('stay.nowInBed', { bed: bed_label, ward: ward_name ?? '' });
  return t('stay.nowAway', { place: place ?? t('ward.placeUnknown') });
}
