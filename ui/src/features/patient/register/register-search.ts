import type { RegisterKind } from './RegisterScreen.tsx';

export interface RegisterSearch {
  readonly as?: RegisterKind;
  readonly mother?: string;
}

/** Reads how a registration was asked for: unidentified, or the newborn of a mother. */
export function registerSearch(raw: Readonly<Record<string, unknown>>): RegisterSearch {
  const as = (['unidentified', 'newborn'] as const).find((kind) => kind === raw.as);
  const kind = as === undefined ? {} : { as };
  return typeof raw.mother === 'string' && raw.mother !== '' ? { ...kind, mother: raw.mother } : kind;
}
