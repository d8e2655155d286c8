import type { TFunction } from 'i18next';

const KNOWN = ['female', 'male', 'other', 'unknown'] as const;
type Known = (typeof KNOWN)[number];

function known(gender: string): Known {
  return (KNOWN as readonly string[]).includes(gender) ? (gender as Known) : 'unknown';
}

export function genderWord(gender: string, t: TFunction): string {
  return t(`gender.${known(gender)}`);
}

/** One letter beside the age on a card; unknown is a question mark, not a blank. */
export function genderLetter(gender: string, t: TFunction): string {
  return t(`genderLetter.${known(gender)}`);
}
