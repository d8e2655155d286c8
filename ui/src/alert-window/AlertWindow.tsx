import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DemoWatermark } from '../design/DemoMark.tsx';
import { placeLabel } from '../features/alert/alert-words.ts';
import { ZoneProvider } from '../lib/time/ZoneContext.tsx';
import type { AlertWindowPort } from '../platform/platform.ts';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './AlertWindow.module.css';
import { LockedAlerts } from './LockedAlerts.tsx';
import { NamedAlerts } from './NamedAlerts.tsx';
import { useAlertWindow } from './use-alert-window.ts';
import { usePainted } from './use-painted.ts';

/** The window over everything. What it shows comes from the station; names only while somebody is signed in. */
export function AlertWindow({ port }: { readonly port: AlertWindowPort }) {
  const { t } = useTranslation();
  const station = useStation();
  const { state, alerts, hasNames, reason } = useAlertWindow(port);
  const [marked, setMarked] = useState<string | null>(null);
  usePainted(port, alerts);
  const first = alerts.find((alert) => alert.alert_id === marked) ?? alerts[0] ?? null;
  useEffect(() => {
    document.title =
      first === null ? t('product') : `${t(`severity.${first.severity}`)} ${placeLabel(first)}`;
  }, [first, t]);
  if (first === null) return <div className={classes.window} />;
  const zone = station?.workstation?.hospital.time_zone;
  const flashes = alerts.some((alert) => alert.severity === 'critical');
  const content = (
    <div
      className={classes.window}
      data-severity={first.severity}
      data-flash={flashes || undefined}
      data-testid="alert-window"
    >
      {hasNames ? (
        <NamedAlerts port={port} alerts={alerts} marked={first} onMark={setMarked} />
      ) : (
        <LockedAlerts port={port} alerts={alerts} first={first} reason={reason} />
      )}
      <div className={classes.edge} aria-hidden="true" />
      {state.demo ? <DemoWatermark /> : null}
    </div>
  );
  return zone === undefined ? content : <ZoneProvider value={zone}>{content}</ZoneProvider>;
}
