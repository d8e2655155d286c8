import type { TFunction } from 'i18next';
import type { Gender } from '../../api/types.ts';

export const GENDERS = ['female', 'male', 'other', 'prefer_not_to_say'] as const;

export function genderWord(gender: Gender, t: TFunction): string {
  return t(`gender.${gender}`);
}

/** One letter beside the age on a card; not said is a dash, not a blank. */
export function genderLetter(gender: Gender, t: TFunction): string {
  return t(`genderLetter.${gender}`);
}
