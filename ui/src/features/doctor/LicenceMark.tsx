import { useTranslation } from 'react-i18next';
import type { Doctor } from '../../api/types.ts';
import { CheckMark, type CheckResult } from '../../design/CheckMark.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatPlainDate } from '../../lib/time/format.ts';
import { dateIn } from '../../lib/time/plain-date.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { type LicenceState, licenceState } from './licence.ts';
import classes from './LicenceMark.module.css';

const RESULT: Record<LicenceState, CheckResult> = {
  valid: 'pass',
  ends_soon: 'warn',
  expired: 'stop',
  not_verified: 'not_performed',
  missing: 'not_performed',
};

/** Licence in shape and words. Only an expired one is loud. */
export function LicenceMark({ doctor }: { readonly doctor: Doctor }) {
  const { t } = useTranslation();
  const zone = useZone();
  const state = licenceState(doctor, dateIn(zone, useNowMs()));
  const date = doctor.license_expires_on == null ? '' : formatPlainDate(doctor.license_expires_on);
  return (
    <span className={classes.mark} data-state={state}>
      <CheckMark result={RESULT[state]} />
      <span>
        {doctor.license_number == null || doctor.license_number === '' ? null : (
          <bdi className={`code ${classes.number}`}>{doctor.license_number}</bdi>
        )}{' '}
        <span className={`unbroken ${classes.words}`}>{t(`doctor.licence.${state}`, { date })}</span>
      </span>
    </span>
  );
}
