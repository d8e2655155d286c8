import { createContext, useContext, useEffect, useState } from 'react';
import type { Alert, AlertCommand } from '../../api/types.ts';
import { isUnanswered } from './alert-queries.ts';

/** After the mark has moved by itself, keys wait this long: nobody answers an alert they have not seen. */
export const INERT_MS = 800;

export interface AlertDeskState {
  readonly marked: Alert | null;
  readonly mark: (alertId: string | null) => void;
  /** The alert a screen shows as a whole takes the mark while it is open. */
  readonly pin: (alertId: string | null) => void;
  readonly answer: (alert: Alert, action: AlertCommand) => void;
  readonly open: (alert: Alert) => void;
  readonly busy: boolean;
  readonly phone: string | null;
}

const AlertDeskContext = createContext<AlertDeskState | null>(null);
export const AlertDeskProvider = AlertDeskContext.Provider;

export function useAlertDesk(): AlertDeskState {
  const desk = useContext(AlertDeskContext);
  if (desk === null) throw new Error('useAlertDesk is used outside AlertDesk');
  return desk;
}

/** Chosen by the person while it is open; else the topmost that waits for an answer; else the topmost. */
export function markedAlert(alerts: readonly Alert[], chosen: string | null): Alert | null {
  return (
    alerts.find((alert) => alert.alert_id === chosen) ??
    alerts.find((alert) => isUnanswered(alert)) ??
    alerts[0] ??
    null
  );
}

/** True for a moment after the marked alert has become another one. */
export function useJustMoved(alertId: string | null): boolean {
  const [settled, setSettled] = useState(alertId);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(alertId);
    }, INERT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [alertId]);
  return settled !== alertId;
}
