import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { DemoWatermark } from '../design/DemoMark.tsx';
import { placeLabel } from '../features/alert/alert-words.ts';
import { ZoneProvider } from '../lib/time/ZoneContext.tsx';
import type { AlertWindowPort } from '../platform/platform.ts';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './AlertWindow.module.css';
import { CloseNote } from './CloseNote.tsx';
import { LockedAlerts } from './LockedAlerts.tsx';
import { NamedAlerts } from './NamedAlerts.tsx';
import { Rehearsal } from './Rehearsal.tsx';
import { type AlertWindowView, useAlertWindow } from './use-alert-window.ts';
import { type Closing, useClosing } from './use-closing.ts';
import { usePainted } from './use-painted.ts';

/** The window over everything. What it shows comes from the station; names only while somebody is signed in. */
export function AlertWindow({ port }: { readonly port: AlertWindowPort }) {
  const { t } = useTranslation();
  const station = useStation();
  const view = useAlertWindow(port);
  const { state, alerts } = view;
  const [marked, setMarked] = useState<string | null>(null);
  const [rehearsed, setRehearsed] = useState(false);
  const endRehearsal = useCallback(() => {
    setRehearsed(true);
  }, []);
  const closing = useClosing(state.signed_in);
  usePainted(port, alerts);
  const first = alerts.find((alert) => alert.alert_id === marked) ?? alerts[0] ?? null;
  useEffect(() => {
    document.title =
      first === null ? t('product') : `${t(`severity.${first.severity}`)} ${placeLabel(first)}`;
  }, [first, t]);
  const shown = closing.alert ?? first;
  if (shown === null) {
    return (
      <div className={classes.window}>
        {state.known && !rehearsed ? <Rehearsal onOver={endRehearsal} /> : null}
      </div>
    );
  }
  const zone = station?.workstation?.hospital.time_zone;
  const flashes = alerts.some((alert) => alert.severity === 'critical');
  const content = (
    <div
      className={classes.window}
      data-severity={shown.severity}
      data-flash={flashes || undefined}
      data-testid="alert-window"
    >
      <Content port={port} view={view} closing={closing} first={first} onMark={setMarked} />
      <div className={classes.edge} aria-hidden="true" />
      {state.demo ? <DemoWatermark /> : null}
    </div>
  );
  return zone === undefined ? content : <ZoneProvider value={zone}>{content}</ZoneProvider>;
}

interface ContentProps {
  readonly port: AlertWindowPort;
  readonly view: AlertWindowView;
  readonly closing: Closing;
  readonly first: Alert | null;
  readonly onMark: (alertId: string) => void;
}

function Content({ port, view, closing, first, onMark }: ContentProps) {
  const { alerts, hasNames, reason } = view;
  const { alert } = closing;
  if (alert !== null) {
    return (
      <CloseNote
        key={alert.alert_id}
        port={port}
        alert={alert}
        others={alerts.filter((other) => other.alert_id !== alert.alert_id)}
        note={closing.note}
        onNote={closing.write}
        onBack={closing.leave}
        onDone={closing.done}
        onOther={(alertId) => {
          closing.leave();
          onMark(alertId);
        }}
      />
    );
  }
  if (first === null) return null;
  return hasNames ? (
    <NamedAlerts port={port} alerts={alerts} marked={first} onMark={onMark} onClose={closing.open} />
  ) : (
    <LockedAlerts port={port} alerts={alerts} first={first} reason={reason} />
  );
}
