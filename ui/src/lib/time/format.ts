/** Dates and times as the designs want them: dd-Mmm-yyyy, 24 hours, in the hospital's own zone. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

function partsOf(instant: string | number, zone: string): Parts | null {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return null;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    year: part('year'),
    month: MONTHS[Number(part('month')) - 1] ?? '',
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

const UNREADABLE = '–';

export function formatDate(instant: string | number, zone: string): string {
  const p = partsOf(instant, zone);
  return p === null ? UNREADABLE : `${p.day}-${p.month}-${p.year}`;
}

export function formatTime(instant: string | number, zone: string): string {
  const p = partsOf(instant, zone);
  return p === null ? UNREADABLE : `${p.hour}:${p.minute}`;
}

export function formatTimeWithSeconds(instant: string | number, zone: string): string {
  const p = partsOf(instant, zone);
  return p === null ? UNREADABLE : `${p.hour}:${p.minute}:${p.second}`;
}

/** A date with no time and no zone, such as a birth date: `1955-03-14` to `14-Mar-1955`. */
export function formatPlainDate(date: string): string {
  const [year, month, day] = date.split('-');
  const name = MONTHS[Number(month) - 1];
  return year === undefined || day === undefined || name === undefined
    ? UNREADABLE
    : `${day.slice(0, 2)}-${name}-${year}`;
}

/** The time alone on the day itself, date and time on any other: a bare time must never mean yesterday's. */
export function formatMoment(instant: string | number, zone: string, nowMs: number): string {
  const date = formatDate(instant, zone);
  const time = formatTime(instant, zone);
  return date === formatDate(nowMs, zone) ? time : `${date} ${time}`;
}

/** The age of an alert: `0:14`, `12:05`, `1:02:05` from an hour, `2 d 3 h` from a day. */
export function formatAge(sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600),
    Math.floor(seconds / 60),
  ];
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}
