import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { Age } from '../../lib/time/Age.tsx';
import { PatientName } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import { isUnanswered } from './alert-queries.ts';
import { placeLabel, whatHappened } from './alert-words.ts';
import { AlertActions } from './AlertActions.tsx';
import classes from './AlertRow.module.css';
import { AlertState } from './AlertState.tsx';
import { useAlertDesk } from './marked-alert.ts';
import { ReachLine } from './ReachLine.tsx';

export function AlertRow({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const { marked, mark, phone } = useAlertDesk();
  const manyWards = useMe().wards.length > 1;
  const isMarked = marked?.alert_id === alert.alert_id;
  const isUrgent = alert.severity === 'critical' && isUnanswered(alert);
  return (
    <li
      className={classes.row}
      data-testid="alert-row"
      data-alert-id={alert.alert_id}
      data-status={alert.status}
      data-severity={alert.severity}
      data-urgent={isUrgent || undefined}
      data-marked={isMarked || undefined}
      aria-current={isMarked ? 'true' : undefined}
    >
      <SeverityShape severity={alert.severity} size={22} decorative />
      <div className={classes.body}>
        <button
          type="button"
          className={classes.head}
          onClick={() => {
            mark(alert.alert_id);
          }}
        >
          <span className={classes.line}>
            <strong className={classes.bed}>{placeLabel(alert)}</strong>
            <span className={classes.severity}>
              {t(`severity.${alert.severity}`)}
              {manyWards && alert.ward != null ? `, ${alert.ward.name}` : ''}
            </span>
            <strong className={classes.age}>
              <Age since={alert.raised_at} />
            </strong>
          </span>
          {alert.patient == null ? null : (
            <span className={classes.name}>
              <PatientName name={alert.patient} />
            </span>
          )}
          <span className={classes.what}>
            {whatHappened(alert, t)}
            {alert.occurrences > 1 ? `, ${t('alert.occurrences', { count: alert.occurrences })}` : ''}
          </span>
        </button>
        <AlertState alert={alert} />
        {isUnanswered(alert) ? <ReachLine alert={alert} phone={phone} /> : null}
        {isMarked ? <AlertActions alert={alert} /> : null}
      </div>
    </li>
  );
}
