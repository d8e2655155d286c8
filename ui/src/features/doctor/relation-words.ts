import type { TFunction } from 'i18next';

/** What a doctor can be to a patient. The server keeps any word; these are the ones that are offered. */
export const RELATIONS = ['current', 'responsible', 'consulting', 'family_doctor'] as const;
export type Relation = (typeof RELATIONS)[number];

function isOffered(word: string): word is Relation {
  return (RELATIONS as readonly string[]).includes(word);
}

export function relationWord(word: string, t: TFunction): string {
  return isOffered(word) ? t(`doctor.relation.${word}`) : word.replaceAll('_', ' ');
}
