import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { formatDate, formatTimeWithSeconds } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { Sparkline } from './Sparkline.tsx';
import { readTrigger } from './trigger.ts';
import classes from './TriggerCard.module.css';

/** The reading that raised the alert: value large, unit small, limit and time always shown. */
export function TriggerCard({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const zone = useZone();
  const trigger = readTrigger(alert.trigger_data);
  return (
    <section className={classes.card} aria-labelledby="trigger-title">
      <h2 id="trigger-title" className={classes.title}>
        {t('alert.raisedBy')} <span className={classes.source}>{t(`triggeredBy.${alert.triggered_by}`)}</span>
      </h2>
      {trigger === null ? (
        <p className={classes.description}>
          <bdi>{alert.description ?? t(`alertType.${alert.alert_type}`)}</bdi>
        </p>
      ) : (
        <div className={classes.reading}>
          <div>
            <p className={classes.kind}>{t(`reading.${trigger.kind}`)}</p>
            <p className={classes.value}>
              <strong>{trigger.value}</strong> {trigger.unit}
            </p>
            <p className={classes.fact}>
              {t('alert.limit', {
                comparison: t(`comparison.${trigger.comparison}`),
                limit: trigger.limit,
                unit: trigger.unit,
              })}
            </p>
          </div>
          <Sparkline trigger={trigger} width={280} height={84} />
          <dl className={classes.facts}>
            <dt>{t('alert.taken')}</dt>
            <dd>
              {trigger.takenAt === null
                ? t('alert.timeUnknown')
                : `${formatDate(trigger.takenAt, zone)} ${formatTimeWithSeconds(trigger.takenAt, zone)}`}
            </dd>
            <dt>{t('alert.device')}</dt>
            <dd>{trigger.device ?? t('alert.deviceUnknown')}</dd>
            <dt>{t('alert.times')}</dt>
            <dd>{alert.occurrences}</dd>
          </dl>
        </div>
      )}
    </section>
  );
}
