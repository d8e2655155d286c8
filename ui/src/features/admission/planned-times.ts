import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateIn, instantIn } from '../../lib/time/plain-date.ts';
import type { QuickMoment } from './MomentField.tsx';

const DAY_MS = 86_400_000;

/** The usual times for leaving: this afternoon, and late morning of the next days. */
export function usePlannedTimes(zone: string, now: () => number): readonly QuickMoment[] {
  const { t } = useTranslation();
  const [from] = useState(now);
  const at = (days: number, time: string, label: string) => {
    const instant = instantIn(zone, dateIn(zone, from + days * DAY_MS), time);
    return instant === null ? [] : [{ label, ms: Date.parse(instant) }];
  };
  return [
    ...at(0, '17:00', t('stay.today', { time: '17:00' })),
    ...at(1, '11:00', t('stay.tomorrow', { time: '11:00' })),
    ...at(3, '11:00', t('stay.inDays', { count: 3 })),
  ].filter((one) => one.ms > from);
}
