import { formatPlainDate } from '../../lib/time/format.ts';
import { instantIn, parsePlainDate, wallClock } from '../../lib/time/plain-date.ts';

/** A time as it is typed: two fields, both empty where none is meant. */
export interface Moment {
  readonly date: string;
  readonly time: string;
}

export const NO_MOMENT: Moment = { date: '', time: '' };

/** An instant on the hospital's clocks, as it would be typed. */
export function momentOf(zone: string, instant: string | number): Moment {
  const ms = typeof instant === 'number' ? instant : Date.parse(instant);
  if (Number.isNaN(ms)) return NO_MOMENT;
  const clock = wallClock(zone, ms);
  return { date: formatPlainDate(clock.slice(0, 10)), time: clock.slice(11) };
}

export type MomentRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'instant'; readonly instant: string };

export function readMoment(zone: string, moment: Moment): MomentRead {
  if (moment.date.trim() === '' && moment.time.trim() === '') return { kind: 'none' };
  const date = parsePlainDate(moment.date);
  const instant = date === null ? null : instantIn(zone, date, moment.time);
  return instant === null ? { kind: 'wrong' } : { kind: 'instant', instant };
}

/** The instant typed, or null where none was or it cannot be read. */
export function instantOf(read: MomentRead): string | null {
  return read.kind === 'instant' ? read.instant : null;
}
