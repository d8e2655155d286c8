import type { Doctor } from '../../api/types.ts';

export type LicenceState = 'valid' | 'ends_soon' | 'expired' | 'not_verified' | 'missing';

/** Said early enough to renew it. */
const SOON_DAYS = 60;
const DAY_MS = 86_400_000;

/**
 * What a licence is worth on a day. No expiry on file means that nobody has verified it; it is good through the day
 * it ends on.
 */
export function licenceState(
  doctor: Pick<Doctor, 'license_number' | 'license_expires_on' | 'is_verified'>,
  today: string,
): LicenceState {
  if (doctor.license_number == null || doctor.license_number === '') return 'missing';
  const ends = doctor.license_expires_on;
  if (ends == null) return 'not_verified';
  if (ends < today) return 'expired';
  if (!doctor.is_verified) return 'not_verified';
  return Date.parse(ends) - Date.parse(today) <= SOON_DAYS * DAY_MS ? 'ends_soon' : 'valid';
}
