import type { DuplicateCandidate } from '../../../api/types.ts';
import { parsePlainDate } from '../../../lib/time/plain-date.ts';
import { fold } from '../search/mark-match.ts';
import type { RegisterDraft } from './draft.ts';

export interface ComparedField {
  readonly field: 'family_name' | 'given_name' | 'date_of_birth' | 'contact' | 'insurance_number';
  /** Null where the value on file is not for this reader: only whether it is the same. */
  readonly onFile: string | null;
  readonly typed: string;
  readonly equal: boolean;
}

/** On file against typed. Numbers on file are not shown; the server says which of them are the same. */
export function comparison(candidate: DuplicateCandidate, draft: RegisterDraft): readonly ComparedField[] {
  const { patient, matches } = candidate;
  const shown = (field: 'family_name' | 'given_name' | 'date_of_birth', typed: string): ComparedField => ({
    field,
    onFile: patient[field],
    typed,
    equal: fold(patient[field]) === fold(typed.trim()),
  });
  const hidden = (field: 'contact' | 'insurance_number', typed: string): readonly ComparedField[] =>
    typed.trim() === '' ? [] : [{ field, onFile: null, typed, equal: matches.includes(field) }];
  return [
    shown('family_name', draft.familyName),
    shown('given_name', draft.givenName),
    shown('date_of_birth', parsePlainDate(draft.born) ?? ''),
    ...hidden('contact', draft.contact),
    ...hidden('insurance_number', draft.insuranceNumber),
  ];
}
