import type { Gender } from '../../../api/types.ts';
import { newAlias } from './alias.ts';

/** What is on the screen of an unknown patient. */
export interface UnidentifiedEntry {
  readonly alias: string;
  readonly gender: Gender | null;
  readonly age: string;
  readonly description: string;
}

/** With the key that chooses it. */
export const SEXES: readonly (readonly [Gender, string])[] = [
  ['female', 'F'],
  ['male', 'M'],
  ['prefer_not_to_say', 'U'],
];

const OLDEST = 120;

export function newEntry(): UnidentifiedEntry {
  return { alias: newAlias(), gender: null, age: '', description: '' };
}

/** The estimated age in years; null where what is typed is none. */
export function yearsOf(entry: UnidentifiedEntry): number | null {
  const age = entry.age.trim();
  return /^\d{1,3}$/.test(age) && Number(age) <= OLDEST ? Number(age) : null;
}

/** The alias alone is given by the screen: losing it loses nothing. */
export function isEntered(entry: UnidentifiedEntry): boolean {
  return entry.gender !== null || entry.age !== '' || entry.description !== '';
}
