import { describe, expect, it } from 'vitest';
import { doctorOf } from '../../testing/admin-samples.ts';
import { licenceState } from './licence.ts';

const today = '2026-11-22';

describe('a licence', () => {
  it.each([
    ['2026-11-21', 'expired'],
    ['2026-11-22', 'ends_soon'],
    ['2027-01-21', 'ends_soon'],
    ['2027-01-22', 'valid'],
  ])('that ends on %s is %s', (license_expires_on, state) => {
    expect(licenceState(doctorOf({ license_expires_on }), today)).toBe(state);
  });

  it('without an expiry is not verified, and without a number it is missing', () => {
    expect(licenceState(doctorOf({ license_expires_on: null }), today)).toBe('not_verified');
    expect(licenceState(doctorOf({ license_number: null }), today)).toBe('missing');
    expect(licenceState(doctorOf({ is_verified: false }), today)).toBe('not_verified');
  });
});
