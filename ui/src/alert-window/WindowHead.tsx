import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { SeverityShape } from '../design/SeverityShape.tsx';
import { countBySeverity } from '../features/alert/alert-queries.ts';
import { Age } from '../lib/time/Age.tsx';
import { formatTimeWithSeconds } from '../lib/time/format.ts';
import { useZone } from '../lib/time/ZoneContext.tsx';
import classes from './WindowHead.module.css';

interface WindowHeadProps {
  readonly first: Alert;
  readonly alerts: readonly Alert[];
}

export function WindowHead({ first, alerts }: WindowHeadProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const counts = countBySeverity(alerts);
  const worst = alerts[0]?.severity ?? first.severity;
  return (
    <header className={classes.head} data-severity={worst} role="alert">
      <SeverityShape severity={worst} size={22} inverted decorative />
      {alerts.length === 1 ? (
        <>
          <strong className={classes.severity}>{t(`severity.${first.severity}`)}</strong>
          <span className={classes.kind}>{t(`alertType.${first.alert_type}`)}</span>
          <span className={classes.spring} />
          <span className={classes.raised}>
            {t('window.raised', { time: formatTimeWithSeconds(first.raised_at, zone) })}
          </span>
          <strong className={classes.age}>
            <Age since={first.raised_at} />
          </strong>
        </>
      ) : (
        <>
          <strong className={classes.severity}>{t('window.several', { count: alerts.length })}</strong>
          <span className={classes.spring} />
          <span className={classes.raised}>
            {t('window.counts', { critical: counts.critical, high: counts.high })}
          </span>
        </>
      )}
    </header>
  );
}
