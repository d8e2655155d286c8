/** Never red, orange or yellow: those are taken by alerts and scores. */
const COLOURS = [
  '#0B7285',
  '#5F3DC4',
  '#2B6CB0',
  '#2F7D4F',
  '#7A4B9A',
  '#3B5B92',
  '#00697A',
  '#6B4FA0',
] as const;

/** The same edge colour for the same patient in every window. */
export function patientColour(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}
