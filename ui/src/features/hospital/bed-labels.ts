/** Enough for the largest ward; more in one go is a slip of the finger. */
export const MOST_BEDS = 100;

export type LabelFault = 'empty' | 'unreadable' | 'backwards' | 'tooMany' | 'twice';
export type Labels =
  { readonly labels: readonly string[] } | { readonly fault: LabelFault; readonly part: string };

const LONGEST = 20;
const RANGE = /^(?<start>.*?)(?<from>\d+)\s*[-–]\s*(?<again>.*?)(?<to>\d+)$/;

/**
 * `A1-A6, B1–B4, S1` as single labels. The letters may be left out the second time (`A1-6`), and leading zeros stay
 * (`A01-A12`). Nothing is guessed: what cannot be read is named.
 */
export function labelsOf(text: string): Labels {
  const labels: string[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const groups = RANGE.exec(part)?.groups;
    if (groups === undefined) {
      if (part.length > LONGEST) return { fault: 'unreadable', part };
      labels.push(part);
    } else {
      const { start = '', from = '', again = '', to = '' } = groups;
      if (again !== '' && again !== start) return { fault: 'unreadable', part };
      const [first, last] = [Number(from), Number(to)];
      if (last < first) return { fault: 'backwards', part };
      if (last - first >= MOST_BEDS) return { fault: 'tooMany', part };
      for (let number = first; number <= last; number += 1)
        labels.push(`${start}${String(number).padStart(from.length, '0')}`);
    }
  }
  if (labels.length === 0) return { fault: 'empty', part: '' };
  if (labels.length > MOST_BEDS) return { fault: 'tooMany', part: String(labels.length) };
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  return twice === undefined ? { labels } : { fault: 'twice', part: twice };
}
