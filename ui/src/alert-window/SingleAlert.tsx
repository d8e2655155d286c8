import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { locationText } from '../features/alert/alert-words.ts';
import { Sparkline } from '../features/alert/Sparkline.tsx';
import { readTrigger } from '../features/alert/trigger.ts';
import { formatMoment } from '../lib/time/format.ts';
import { useNowMs } from '../lib/time/clock.ts';
import { useZone } from '../lib/time/ZoneContext.tsx';
import { ActionRow } from './ActionRow.tsx';
import { AlertPerson } from './AlertPerson.tsx';
import type { WindowActions } from './NamedAlerts.tsx';
import classes from './SingleAlert.module.css';

interface SingleAlertProps {
  readonly alert: Alert;
  readonly actions: WindowActions;
}

export function SingleAlert({ alert, actions }: SingleAlertProps) {
  return (
    <>
      <AlertPerson alert={alert} />
      <What alert={alert} />
      <div className={classes.actions}>
        <ActionRow alert={alert} actions={actions} />
      </div>
    </>
  );
}

function What({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const trigger = readTrigger(alert.trigger_data);
  const location = locationText(alert.location);
  if (trigger === null) {
    return (
      <div className={classes.what}>
        <p className={classes.words}>
          <bdi>{alert.description ?? t(`alertType.${alert.alert_type}`)}</bdi>
          {location === null ? null : <bdi>, {location}</bdi>}
        </p>
      </div>
    );
  }
  return (
    <div className={classes.what}>
      <div className={classes.reading}>
        <span className={classes.kind}>{t(`reading.${trigger.kind}`)}</span>
        <span className={classes.value} data-testid="trigger-value">
          <strong>{trigger.value}</strong> {trigger.unit}
        </span>
        <span className={classes.taken}>
          {trigger.takenAt === null
            ? t('alert.timeUnknown')
            : t('window.takenAt', { time: formatMoment(trigger.takenAt, zone, now) })}
        </span>
      </div>
      <Sparkline trigger={trigger} width={190} height={76} />
      <dl className={classes.facts}>
        <dt>{t('window.limit')}</dt>
        <dd>
          {t(`comparison.${trigger.comparison}`)} {trigger.limit} {trigger.unit}
        </dd>
        <dt>{t('alert.device')}</dt>
        <dd>{trigger.device ?? t('alert.deviceUnknown')}</dd>
        {alert.occurrences > 1 ? (
          <>
            <dt>{t('alert.times')}</dt>
            <dd>{alert.occurrences}</dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}
