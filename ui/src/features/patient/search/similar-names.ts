import { fold } from './mark-match.ts';

interface Named {
  readonly id: string;
  readonly family_name: string;
  readonly given_name: string;
}

/** Given names that begin with the same letters, this many of them, are easily misread for each other. */
const ALIKE = 3;

/** The ids of those in a list whose name is easily taken for another's in the same list. */
export function similarNames(people: readonly Named[]): ReadonlySet<string> {
  const found = new Map<string, string[]>();
  for (const person of people) {
    const key = `${fold(person.family_name)}|${fold(person.given_name).slice(0, ALIKE)}`;
    found.set(key, [...(found.get(key) ?? []), person.id]);
  }
  return new Set([...found.values()].filter((ids) => ids.length > 1).flat());
}
