/** Dates as people type them, and wall-clock times of the hospital as instants. */
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const SHAPES = [
  /^(?<day>\d{1,2})[\s./-]+(?<month>[a-z]{3,9})[\s./-]+(?<year>\d{4})$/,
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  /^(?<day>\d{1,2})[\s./-]+(?<month>\d{1,2})[\s./-]+(?<year>\d{4})$/,
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
];

const two = (value: number) => String(value).padStart(2, '0');

/**
 * `12-Aug-1969`, `12/08/1969`, `12.8.1969`, `12081969` or `1969-08-12` as `1969-08-12`; null where it is no date.
 * The day stands before the month. A year of two digits is no date: 26 may be a baby or a centenarian.
 */
export function parsePlainDate(text: string): string | null {
  const words = text.trim().toLowerCase();
  for (const shape of SHAPES) {
    const groups = shape.exec(words)?.groups;
    if (groups === undefined) continue;
    const named = MONTH_NAMES.indexOf((groups.month ?? '').slice(0, 3));
    const month = named >= 0 ? named + 1 : Number(groups.month);
    return realDate(Number(groups.year), month, Number(groups.day));
  }
  return null;
}

function realDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1000) return null;
  return `${year}-${two(month)}-${two(day)}`;
}

/** The date it is in a zone, as `2026-11-22`. */
export function dateIn(zone: string, ms: number): string {
  return wallClock(zone, ms).slice(0, 10);
}

/** Whole years between two dates written `yyyy-mm-dd`. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** `2026-11-22T15:42` on the clocks of a zone. */
export function wallClock(zone: string, ms: number): string {
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(new Date(ms))
      .map((part) => [part.type, part.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The instant at which the clocks of a zone show this date and `HH:MM`; null where it is no time. */
export function instantIn(zone: string, date: string, time: string): string | null {
  const clock = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/.exec(time.trim());
  if (clock === null) return null;
  const wanted = Date.parse(`${date}T${two(Number(clock[1]))}:${clock[2] ?? ''}Z`);
  if (Number.isNaN(wanted)) return null;
  let ms = wanted;
  // Twice, because the offset at the first guess may be that of the other side of a clock change.
  for (let step = 0; step < 2; step += 1) ms += wanted - Date.parse(`${wallClock(zone, ms)}Z`);
  return new Date(ms).toISOString();
}
