import { describe, expect, it } from 'vitest';
import { formatAge, formatDate, formatMoment, formatPlainDate, formatTimeWithSeconds } from './format.ts';

describe('dates and times', () => {
  it('are written dd-Mmm-yyyy and in 24 hours, in the hospital’s zone', () => {
    expect(formatDate('2026-06-30T23:30:00Z', 'Europe/London')).toBe('01-Jul-2026');
    expect(formatTimeWithSeconds('2026-11-22T15:42:08Z', 'Europe/London')).toBe('15:42:08');
    expect(formatTimeWithSeconds('2026-11-22T15:42:08Z', 'Asia/Kolkata')).toBe('21:12:08');
    expect(formatTimeWithSeconds('2026-11-22T00:00:05Z', 'UTC')).toBe('00:00:05');
  });

  it('read a birth date as a plain date that no zone moves', () => {
    expect(formatPlainDate('1955-03-14')).toBe('14-Mar-1955');
    expect(formatPlainDate('nonsense')).toBe('–');
  });

  it('show the date too on any other day, so that a time never means yesterday’s', () => {
    const now = Date.parse('2026-11-22T15:42:00Z');
    expect(formatMoment('2026-11-22T13:05:00Z', 'Europe/London', now)).toBe('13:05');
    expect(formatMoment('2026-11-21T13:05:00Z', 'Europe/London', now)).toBe('21-Nov-2026 13:05');
  });

  it('never throw on an instant they cannot read', () => {
    expect(formatDate('', 'Europe/London')).toBe('–');
  });
});

describe('the age of an alert', () => {
  const age = (seconds: number) => formatAge(0, seconds * 1000);

  it('is m:ss, with hours and days when it is old, and never negative', () => {
    expect(age(14)).toBe('0:14');
    expect(age(725)).toBe('12:05');
    expect(age(3_725)).toBe('1:02:05');
    expect(age(183_600)).toBe('2 d 3 h');
    expect(age(-30)).toBe('0:00');
  });
});
