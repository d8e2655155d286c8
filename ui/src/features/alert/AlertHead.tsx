import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { Age } from '../../lib/time/Age.tsx';
import { locationText, placeLabel, whatHappened } from './alert-words.ts';
import classes from './AlertHead.module.css';
import { AlertState } from './AlertState.tsx';

export function AlertHead({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const severity = t(`severity.${alert.severity}`);
  const title = t('alert.detailTitle', { severity, place: placeLabel(alert) });
  const where = [alert.ward?.name, alert.bed?.bay, locationText(alert.location)].filter(
    (part) => part != null && part !== '',
  );
  return (
    <header className={classes.head}>
      <SeverityShape severity={alert.severity} size={36} decorative />
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.what}>{[whatHappened(alert, t), ...where].join(', ')}</p>
      </div>
      <div className={classes.state} data-testid="alert-status" data-status={alert.status}>
        <AlertState alert={alert} />
        <strong className={classes.age}>
          <Age since={alert.raised_at} />
        </strong>
      </div>
    </header>
  );
}
