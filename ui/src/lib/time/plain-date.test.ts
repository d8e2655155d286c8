import { describe, expect, it } from 'vitest';
import { dateIn, instantIn, parsePlainDate, yearsBetween } from './plain-date.ts';

describe('a date as it is typed', () => {
  it('is read in any common form, the day before the month', () => {
    for (const typed of [
      '12-Aug-1969',
      '12 August 1969',
      '12/08/1969',
      '12.8.1969',
      '12081969',
      '1969-08-12',
    ])
      expect(parsePlainDate(typed), typed).toBe('1969-08-12');
    expect(parsePlainDate('29-Feb-2024')).toBe('2024-02-29');
  });

  it('is nothing where no such day exists or the year is not written out', () => {
    for (const typed of ['', '12', '31/02/1969', '29-Feb-2023', '08/13/1969', '12/08/69', '12-Foo-1969'])
      expect(parsePlainDate(typed), typed).toBeNull();
  });

  it('gives an age that changes on the birthday', () => {
    expect(yearsBetween('1969-08-12', '2026-08-11')).toBe(56);
    expect(yearsBetween('1969-08-12', '2026-08-12')).toBe(57);
  });
});

describe('a time on the clocks of the hospital', () => {
  it('is the instant they show it, on both sides of a clock change', () => {
    expect(instantIn('Europe/London', '2026-07-01', '00:30')).toBe('2026-06-30T23:30:00.000Z');
    expect(instantIn('Europe/London', '2026-11-22', '15:42')).toBe('2026-11-22T15:42:00.000Z');
    expect(instantIn('Asia/Kolkata', '2026-11-22', '0542')).toBe('2026-11-22T00:12:00.000Z');
    expect(instantIn('Europe/London', '2026-11-22', '25:00')).toBeNull();
    expect(dateIn('Asia/Kolkata', Date.parse('2026-11-22T20:00:00Z'))).toBe('2026-11-23');
  });
});
