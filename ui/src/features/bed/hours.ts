import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuickMoment } from '../admission/MomentField.tsx';

const HOUR_MS = 3_600_000;

/** Times so many hours from the moment the form was opened. */
export function useHoursFromNow(hours: readonly number[], now: () => number): readonly QuickMoment[] {
  const { t } = useTranslation();
  const [from] = useState(now);
  return hours.map((count) => ({ label: t('stay.inHours', { count }), ms: from + count * HOUR_MS }));
}
