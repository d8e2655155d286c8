const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function lettersOf(text: string): readonly string[] {
  return Array.from(letters.segment(text), (part) => part.segment);
}

/** Letters without accents and case, one for one, so that places in the folded text are places in the text. */
function foldLetters(text: string): readonly string[] {
  return lettersOf(text).map((letter) => {
    const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return plain === '' ? letter : plain;
  });
}

export function fold(text: string): string {
  return foldLetters(text).join('');
}

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** The text in pieces, those that were typed marked: each typed word where a word of the text begins with it. */
export function markMatch(text: string, typed: string): readonly Piece[] {
  const shown = lettersOf(text);
  const folded = foldLetters(text);
  const marks = shown.map(() => false);
  for (const word of fold(typed).split(/[\s,]+/)) {
    const wanted = lettersOf(word);
    if (wanted.length === 0) continue;
    for (let start = 0; start + wanted.length <= folded.length; start += 1) {
      const begins = start === 0 || !/[\p{L}\p{N}]/u.test(folded[start - 1] ?? '');
      if (!begins || !wanted.every((letter, index) => folded[start + index] === letter)) continue;
      for (let index = 0; index < wanted.length; index += 1) marks[start + index] = true;
    }
  }
  const pieces: { text: string; marked: boolean }[] = [];
  shown.forEach((letter, index) => {
    const last = pieces.at(-1);
    const marked = marks[index] ?? false;
    if (last?.marked === marked) last.text += letter;
    else pieces.push({ text: letter, marked });
  });
  return pieces;
}
