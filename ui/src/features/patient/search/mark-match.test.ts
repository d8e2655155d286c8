import { describe, expect, it } from 'vitest';
import { markMatch } from './mark-match.ts';
import { similarNames } from './similar-names.ts';

const shown = (text: string, typed: string) =>
  markMatch(text, typed)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

describe('what was typed is marked in the name', () => {
  it('at the beginning of words, whatever the case and the accents', () => {
    expect(shown('CONSIDINE, Alden', 'consid')).toBe('[CONSID]INE, Alden');
    expect(shown('ORTIZ DE ZÁRATE, María', 'zarate mari')).toBe('ORTIZ DE [ZÁRATE], [Marí]a');
    expect(shown('O’KEEFE-MONTGOMERY', 'montgo')).toBe('O’KEEFE-[MONTGO]MERY');
    expect(shown('BATZ', 'atz')).toBe('BATZ');
    expect(shown('الحسني', 'الح')).toBe('[الح]سني');
    expect(shown('BATZ', '')).toBe('BATZ');
  });
});

describe('names that are easily taken for each other', () => {
  const person = (id: string, family_name: string, given_name: string) => ({ id, family_name, given_name });
  it('are found among the hits: same surname and a given name that begins alike', () => {
    const names = similarNames([
      person('1', 'Considine', 'Alden'),
      person('2', 'CONSIDINE', 'Aldene'),
      person('3', 'Considine', 'Mary'),
      person('4', 'Considina', 'Alden'),
    ]);
    expect([...names]).toEqual(['1', '2']);
  });
});
