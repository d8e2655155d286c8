import { useTranslation } from 'react-i18next';
import type { HospitalStatistics } from '../../../api/types.ts';
import { Icon, type IconName } from '../../../design/Icon.tsx';
import classes from './Figures.module.css';
import { count, percent } from './scale.ts';

const HOURS_PER_DAY = 24;
/** Up to here hours say more than days. */
const LONGEST_IN_HOURS = 48;

/** The hospital right now, in a row of figures. */
export function Figures({ statistics }: { readonly statistics: HospitalStatistics }) {
  const { t } = useTranslation();
  const rate = percent(statistics.occupied_beds, statistics.total_beds);
  const stay = statistics.average_stay_hours;
  return (
    <dl className={classes.strip}>
      <Figure
        icon="person"
        name={t('statistics.occupied')}
        value={count(statistics.occupied_beds)}
        note={t('statistics.ofBeds', { count: statistics.total_beds, beds: count(statistics.total_beds) })}
        share={rate}
      />
      <Figure icon="bed" name={t('statistics.free')} value={count(statistics.available_beds)} />
      <Figure icon="clock" name={t('statistics.reserved')} value={count(statistics.reserved_beds)} />
      <Figure icon="broom" name={t('statistics.cleaning')} value={count(statistics.cleaning_beds)} />
      <Figure icon="closed" name={t('statistics.closed')} value={count(statistics.closed_beds)} />
      <Figure
        icon="persons"
        name={t('statistics.patients')}
        value={count(statistics.current_patients)}
        note={t('statistics.withoutBed', { count: statistics.patients_without_bed })}
      />
      <Figure
        icon="arrowRight"
        name={t('statistics.averageStay')}
        value={
          stay == null
            ? t('statistics.unknown')
            : stay < LONGEST_IN_HOURS
              ? stay.toFixed(0)
              : (stay / HOURS_PER_DAY).toFixed(1)
        }
        {...(stay == null
          ? {}
          : { note: t(stay < LONGEST_IN_HOURS ? 'statistics.hours' : 'statistics.days') })}
      />
      <Figure icon="doctor" name={t('statistics.doctors')} value={count(statistics.doctor_count)} />
      <Figure icon="note" name={t('statistics.treated')} value={count(statistics.total_patients_treated)} />
    </dl>
  );
}

interface FigureProps {
  readonly icon: IconName;
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  /** Percent, where the figure is a part of something. */
  readonly share?: number | null;
}

function Figure({ icon, name, value, note, share }: FigureProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.figure}>
      <dt className={classes.name}>
        <Icon name={icon} size={14} />
        {name}
      </dt>
      <dd className={classes.value}>
        <strong>{value}</strong>
        {share == null ? null : (
          <span className={classes.share}>{t('statistics.percent', { percent: share })}</span>
        )}
        {note === undefined ? null : <span className={classes.note}>{note}</span>}
      </dd>
    </div>
  );
}
