const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];
const MOST_LINES = 5;

/** Round figures from 0 to at least the highest value, few enough to read at a glance. Counts, so never a fraction. */
export function scaleTo(highest: number): readonly number[] {
  const top = Math.max(1, Math.ceil(highest));
  const step = STEPS.find((one) => Math.ceil(top / one) <= MOST_LINES) ?? Math.ceil(top / MOST_LINES);
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, index) => index * step);
}

/** A count with a comma from a thousand on. */
export function count(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }).format(value);
}

/** Whole percent of a whole; null where there is no whole to speak of. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 100);
}
