import type { TFunction } from 'i18next';
import type { Alert } from '../../api/types.ts';
import { type TriggerReading, readTrigger } from './trigger.ts';

/** Where it is, short: the bed, or the place where there is no bed. */
export function bedName(alert: Pick<Alert, 'bed' | 'place'>, t: TFunction): string {
  return alert.bed == null ? alert.place : t('alert.bed', { bed: alert.bed.label });
}

export function placeLabel(alert: Pick<Alert, 'bed' | 'place'>): string {
  return alert.bed?.label ?? alert.place;
}

export function triggerWords(trigger: TriggerReading, t: TFunction): string {
  return t('alert.trigger', {
    kind: t(`reading.${trigger.kind}`),
    value: trigger.value,
    unit: trigger.unit,
    comparison: t(`comparison.${trigger.comparison}`),
    limit: trigger.limit,
  });
}

/** What raised it, in one line: the value against its limit, else the words of whoever raised it. */
export function whatHappened(alert: Alert, t: TFunction): string {
  const trigger = readTrigger(alert.trigger_data);
  if (trigger !== null) return triggerWords(trigger, t);
  return alert.description == null || alert.description === ''
    ? t(`alertType.${alert.alert_type}`)
    : alert.description;
}

/** Where exactly, where the raiser said it in words. Coordinates are for machines and are not shown. */
export function locationText(location: unknown): string | null {
  if (typeof location === 'string') return location === '' ? null : location;
  if (typeof location !== 'object' || location === null) return null;
  const words = (location as Readonly<Record<string, unknown>>).description;
  return typeof words === 'string' && words !== '' ? words : null;
}
