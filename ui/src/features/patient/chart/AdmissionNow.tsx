import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PatientRecord } from '../../../api/types.ts';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { useMe } from '../../session/me.ts';
import classes from './OverviewTab.module.css';

/** Where the patient is now, and whose care it is. */
export function AdmissionNow({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const zone = useZone();
  const mayAdmit = useMe().permissions.includes('admission_write');
  const stay = record.admission;
  if (stay == null)
    return (
      <p>
        {t('chart.notAdmitted')}.{' '}
        {mayAdmit && record.death == null ? (
          <Link to="/board" search={{ admit: record.id }} className={classes.link}>
            {t('chart.admit')}
          </Link>
        ) : null}
      </p>
    );
  return (
    <dl className={classes.facts}>
      <dt>{t('chart.bed')}</dt>
      <dd>{stay.bed_label ?? t('chart.noBed')}</dd>
      <dt>{t('chart.ward')}</dt>
      <dd>
        <bdi>{stay.ward_name ?? stay.place ?? '–'}</bdi>
      </dd>
      <dt>{t('chart.hospital')}</dt>
      <dd>
        <bdi>{stay.hospital_name}</bdi>
      </dd>
      <dt>{t('patient.admitted')}</dt>
      <dd>
        {formatDate(stay.admitted_at, zone)} {formatTime(stay.admitted_at, zone)}
      </dd>
      <dt>{t('chart.doctor')}</dt>
      <dd>
        <bdi>{record.responsible_doctor?.full_name ?? t('patient.noDoctor')}</bdi>
      </dd>
      {stay.ward_id == null ? null : (
        <>
          <dt />
          <dd>
            <Link to="/board" search={{ ward: stay.ward_id }} className={classes.link}>
              {t('chart.showOnBoard')}
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}
