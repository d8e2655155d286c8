import type { TFunction } from 'i18next';
import { formatPlainDate } from '../../lib/time/format.ts';

export interface Born {
  readonly date_of_birth: string;
  readonly date_of_birth_is_estimated?: boolean;
  readonly age_years: number;
  readonly age_hours?: number | null;
}

const HOURS_A_NEWBORN_HAS = 96;

/** `14-Mar-1955 (71 y)`; an estimate says so wherever a birth date stands; a newborn's age is in hours. */
export function bornWords(born: Born, t: TFunction): string {
  if (born.date_of_birth_is_estimated === true)
    return t('patient.bornAbout', { year: born.date_of_birth.slice(0, 4), age: born.age_years });
  const date = formatPlainDate(born.date_of_birth);
  const hours = born.age_hours ?? null;
  const age =
    hours !== null && hours < HOURS_A_NEWBORN_HAS
      ? t('patient.ageHours', { age: hours })
      : t('patient.age', { age: born.age_years });
  return `${date} ${age}`;
}
