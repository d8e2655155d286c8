const LETTERS = [
  'Alfa',
  'Bravo',
  'Charlie',
  'Delta',
  'Echo',
  'Foxtrot',
  'Golf',
  'Hotel',
  'India',
  'Juliett',
  'Kilo',
  'Lima',
  'Mike',
  'November',
  'Oscar',
  'Papa',
  'Quebec',
  'Romeo',
  'Sierra',
  'Tango',
  'Uniform',
  'Victor',
  'Whiskey',
  'X-ray',
  'Yankee',
  'Zulu',
] as const;
const DIGITS = ['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'] as const;

function oneOf<T>(list: readonly [T, ...T[]]): T {
  const at = (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % list.length;
  return list[at] ?? list[0];
}

/** A name for somebody nobody knows. It reads unlike any real name and is easily said over the phone. */
export function newAlias(): string {
  return `Unknown ${oneOf(LETTERS)} ${oneOf(DIGITS)} ${oneOf(DIGITS)}`;
}

/** What a range stands for until somebody knows better: about the middle of it. */
export const AGE_RANGES = [
  { name: 'infant', years: 0 },
  { name: 'toddler', years: 2 },
  { name: 'child', years: 8 },
  { name: 'youth', years: 13 },
  { name: 'adult', years: 40 },
  { name: 'old', years: 75 },
] as const;

const FROM = [0, 1, 5, 12, 16, 65] as const;

/** Which range an age is in: its place in `AGE_RANGES`. */
export function rangeOf(years: number): number {
  return FROM.findLastIndex((from) => years >= from);
}
