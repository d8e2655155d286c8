import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { KeyCap } from '../design/KeyCap.tsx';
import { SeverityShape } from '../design/SeverityShape.tsx';
import { placeLabel, whatHappened } from '../features/alert/alert-words.ts';
import { PatientName } from '../features/patient/PatientName.tsx';
import { Age } from '../lib/time/Age.tsx';
import { ActionRow } from './ActionRow.tsx';
import type { WindowActions } from './NamedAlerts.tsx';
import classes from './StackedAlerts.module.css';

interface StackedAlertsProps {
  readonly alerts: readonly Alert[];
  readonly marked: Alert;
  readonly actions: WindowActions;
  readonly onMark: (alertId: string) => void;
}

/** Several at once: the marked one with its actions, the rest as rows in order of severity, then age. */
export function StackedAlerts({ alerts, marked, actions, onMark }: StackedAlertsProps) {
  const { t } = useTranslation();
  return (
    <>
      <ul className={classes.list}>
        {alerts.map((alert) => (
          <li
            key={alert.alert_id}
            className={classes.alert}
            data-marked={alert.alert_id === marked.alert_id || undefined}
            data-severity={alert.severity}
            data-testid="alert-window-row"
          >
            <SeverityShape severity={alert.severity} size={26} />
            <button
              type="button"
              className={classes.words}
              onClick={() => {
                onMark(alert.alert_id);
              }}
            >
              <span className={classes.name}>
                <strong>{placeLabel(alert)}</strong>{' '}
                {alert.patient == null ? null : <PatientName name={alert.patient} />}
              </span>
              <span className={classes.what}>
                {[alert.ward?.name, whatHappened(alert, t)].filter((part) => part !== undefined).join(', ')}
              </span>
            </button>
            <span className={classes.age}>
              <strong>
                <Age since={alert.raised_at} />
              </strong>
              <span>{t(`severity.${alert.severity}`)}</span>
            </span>
            {alert.alert_id === marked.alert_id ? (
              <div className={classes.actions}>
                <ActionRow alert={alert} actions={actions} />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <p className={classes.hint}>
        <KeyCap keys="Alt ↑" /> <KeyCap keys="Alt ↓" /> {t('window.choose')}
      </p>
    </>
  );
}
