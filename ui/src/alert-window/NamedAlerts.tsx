import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert, AlertCommand } from '../api/types.ts';
import { useAnswer } from '../features/alert/use-answer.ts';
import { useStation } from '../features/workstation/station-store.ts';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { unsayAll } from '../lib/messages/messages.ts';
import type { AlertWindowPort } from '../platform/platform.ts';
import { StackedAlerts } from './StackedAlerts.tsx';
import { SingleAlert } from './SingleAlert.tsx';
import { useInert } from './use-inert.ts';
import { WindowFault } from './WindowFault.tsx';
import { WindowFoot } from './WindowFoot.tsx';
import { WindowHead } from './WindowHead.tsx';

interface NamedAlertsProps {
  readonly port: AlertWindowPort;
  readonly alerts: readonly Alert[];
  readonly marked: Alert;
  readonly onMark: (alertId: string) => void;
  readonly onClose: (alert: Alert) => void;
}

export interface WindowActions {
  readonly inert: boolean;
  readonly busy: boolean;
  readonly answer: (action: AlertCommand) => void;
  readonly open: () => void;
  /** Opens the note that closes it. */
  readonly close: () => void;
}

/** Somebody is signed in: who, where, what, and the actions on the marked alert. */
export function NamedAlerts({ port, alerts, marked, onMark, onClose }: NamedAlertsProps) {
  const { t } = useTranslation();
  const phone = useStation()?.workstation?.hospital.alert_phone_number ?? null;
  const answering = useAnswer(phone);
  const inert = useInert(marked.alert_id);
  // What went wrong with one alert must not stand beside another.
  useEffect(() => unsayAll, [marked.alert_id]);
  const actions: WindowActions = {
    inert,
    busy: answering.isPending,
    answer: (action) => {
      if (inert || answering.isPending || !marked.allowed_actions.includes(action)) return;
      answering.mutate(
        { alert: marked, action },
        { onSuccess: () => void port.answered().catch(() => undefined) },
      );
    },
    open: () => {
      if (!inert) void port.openChart(marked.alert_id).catch(() => undefined);
    },
    close: () => {
      if (!inert) onClose(marked);
    },
  };
  const step = (by: 1 | -1) => () => {
    const next = alerts[alerts.findIndex((alert) => alert.alert_id === marked.alert_id) + by];
    if (next !== undefined) onMark(next.alert_id);
    return true;
  };
  useKeys({
    'Alt A': () => {
      actions.answer('acknowledge');
      return true;
    },
    'Alt R': () => {
      actions.answer('respond');
      return true;
    },
    'Alt O': () => {
      actions.open();
      return true;
    },
    'Alt ArrowDown': step(1),
    'Alt ArrowUp': step(-1),
  });
  return (
    <>
      <WindowHead first={marked} alerts={alerts} />
      {alerts.length === 1 ? (
        <SingleAlert alert={marked} actions={actions} />
      ) : (
        <StackedAlerts alerts={alerts} marked={marked} actions={actions} onMark={onMark} />
      )}
      <WindowFault />
      <WindowFoot alert={marked} phone={phone} note={inert ? t('window.inert') : null} />
    </>
  );
}
