/** The zones this computer knows, with the chosen one among them even where it knows none by name. */
export function timeZones(chosen: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set([chosen, 'UTC', ...known])].sort((a, b) => a.localeCompare(b, 'en'));
}
