import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { SeverityShape } from '../design/SeverityShape.tsx';
import { placeLabel } from '../features/alert/alert-words.ts';
import classes from './OtherAlerts.module.css';

interface OtherAlertsProps {
  readonly alerts: readonly Alert[];
  readonly onChoose: (alertId: string) => void;
}

/** Whoever else waits while a note is being written: a note never hides an alert. */
export function OtherAlerts({ alerts, onChoose }: OtherAlertsProps) {
  const { t } = useTranslation();
  if (alerts.length === 0) return null;
  return (
    <div className={classes.others} role="alert">
      <strong>{t('window.several', { count: alerts.length })}</strong>
      {alerts.map((alert) => (
        <button
          key={alert.alert_id}
          type="button"
          className={classes.other}
          onClick={() => {
            onChoose(alert.alert_id);
          }}
        >
          <SeverityShape severity={alert.severity} size={18} />
          {placeLabel(alert)}
        </button>
      ))}
    </div>
  );
}
