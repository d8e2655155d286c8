import { useTranslation } from 'react-i18next';
import { Icon } from '../../design/Icon.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatAge, formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import classes from '../admission/fields.module.css';
import { nameText } from '../patient/PatientName.tsx';
import { bedStateIcon } from '../ward/bed-words.ts';
import type { PlacedBed } from '../ward/board-model.ts';
import { Capabilities } from './Capabilities.tsx';

/** A bed in facts: its state, since when and why, and what it has. */
export function BedFacts({ placed }: { readonly placed: PlacedBed }) {
  const { t } = useTranslation();
  const zone = useZone();
  const nowMs = useNowMs();
  const { bed } = placed;
  const { reservation } = bed;
  return (
    <dl className={classes.facts}>
      <dt>{t('bed.state')}</dt>
      <dd className={classes.row}>
        <Icon name={bedStateIcon(bed)} size={14} /> {t(`bedState.${bed.state}`)}
      </dd>
      <dt>{t('bed.since')}</dt>
      <dd>{formatMoment(bed.state_since, zone, nowMs)}</dd>
      {bed.occupant == null ? null : (
        <>
          <dt>{t('bed.occupant')}</dt>
          <dd>{nameText(bed.occupant.patient)}</dd>
        </>
      )}
      {bed.state_reason == null ? null : (
        <>
          <dt>{t('bed.reason')}</dt>
          <dd>
            <bdi>{bed.state_reason}</bdi>
          </dd>
        </>
      )}
      {bed.ready_about == null ? null : (
        <>
          <dt>{t('bed.ready')}</dt>
          <dd>{formatMoment(bed.ready_about, zone, nowMs)}</dd>
        </>
      )}
      {reservation == null ? null : (
        <>
          <dt>{t('bed.reservedFor')}</dt>
          <dd>
            {reservation.patient == null ? t('bed.reservedOpen') : nameText(reservation.patient)}
            {reservation.reason == null ? null : (
              <>
                {' '}
                (<bdi>{reservation.reason}</bdi>)
              </>
            )}
          </dd>
          <dt>{t('bed.reservedUntil')}</dt>
          <dd>
            {formatMoment(reservation.until, zone, nowMs)},{' '}
            {t('bed.left', { time: formatAge(nowMs, Date.parse(reservation.until)) })}
          </dd>
          {reservation.by == null ? null : (
            <>
              <dt>{t('bed.reservedBy')}</dt>
              <dd>{reservation.by}</dd>
            </>
          )}
        </>
      )}
      <dt>{t('bed.has')}</dt>
      <dd>
        {bed.capabilities.length === 0 ? t('bed.hasNothing') : <Capabilities names={bed.capabilities} />}
      </dd>
    </dl>
  );
}
