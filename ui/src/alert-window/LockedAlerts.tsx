import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Icon } from '../design/Icon.tsx';
import { SeverityShape } from '../design/SeverityShape.tsx';
import { pauseSoundHere } from '../features/workstation/pause-sound.ts';
import { useStation } from '../features/workstation/station-store.ts';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import type { AlertWindowPort } from '../platform/platform.ts';
import classes from './LockedAlerts.module.css';
import type { AlertWindowView } from './use-alert-window.ts';
import { useInert } from './use-inert.ts';
import { WindowFoot } from './WindowFoot.tsx';
import { WindowHead } from './WindowHead.tsx';

interface LockedAlertsProps {
  readonly port: AlertWindowPort;
  readonly alerts: readonly Alert[];
  readonly first: Alert;
  readonly reason: AlertWindowView['reason'];
}

/** Nobody is signed in, or the names are not there yet: bed and severity, no name and no value. */
export function LockedAlerts({ port, alerts, first, reason }: LockedAlertsProps) {
  const { t } = useTranslation();
  const phone = useStation()?.workstation?.hospital.alert_phone_number ?? null;
  const inert = useInert(first.alert_id);
  const signIn = () => {
    if (!inert) void port.openChart(first.alert_id).catch(() => undefined);
  };
  const pause = () => {
    if (!inert) pauseSoundHere();
  };
  useKeys({
    'Alt U': () => {
      signIn();
      return true;
    },
    'Alt P': () => {
      pause();
      return true;
    },
  });
  const where = [first.ward?.name, first.bed?.bay].filter((part) => part != null && part !== '').join(', ');
  const others = alerts.filter((alert) => alert.alert_id !== first.alert_id);
  return (
    <>
      <WindowHead first={first} alerts={alerts} />
      <div className={classes.middle}>
        <p className={classes.where}>{where === '' ? first.place : where}</p>
        <p className={classes.bed} data-testid="locked-bed">
          <SeverityShape severity={first.severity} size={others.length === 0 ? 52 : 40} />
          {first.bed == null ? t('window.place') : t('alert.bed', { bed: first.bed.label })}
        </p>
        {others.length === 0 ? null : (
          <ul className={classes.others}>
            {others.map((alert) => (
              <li key={alert.alert_id}>
                <SeverityShape severity={alert.severity} size={18} />
                <strong>{alert.bed == null ? alert.place : t('alert.bed', { bed: alert.bed.label })}</strong>
                {alert.bed == null || alert.ward == null ? null : alert.ward.name}
              </li>
            ))}
          </ul>
        )}
        <p className={classes.hidden}>
          <Icon name="lock" size={14} /> {t(`window.hidden.${reason}`)}
        </p>
      </div>
      <div className={classes.actions}>
        <Button
          tone={first.severity === 'critical' ? 'answer' : 'primary'}
          size="alert"
          keys="Alt U"
          disabled={inert}
          onClick={signIn}
        >
          {reason === 'signed_out' ? t('window.signIn') : t('answer.open')}
        </Button>
        <Button size="alert" keys="Alt P" disabled={inert} onClick={pause}>
          {t('window.pause')}
        </Button>
      </div>
      <WindowFoot alert={first} phone={phone} note={inert ? t('window.inert') : null} />
    </>
  );
}
