export const CHART_TABS = [
  'overview',
  'timeline',
  'conditions',
  'allergies',
  'contacts',
  'admissions',
  'identity',
] as const;
export type ChartTab = (typeof CHART_TABS)[number];

/** Reads which part of a chart an address names; the overview where it names none. */
export function chartSearch(raw: Readonly<Record<string, unknown>>): { readonly tab?: ChartTab } {
  const tab = CHART_TABS.find((name) => name === raw.tab);
  return tab === undefined ? {} : { tab };
}
