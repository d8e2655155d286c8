import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body } from '../api/client.ts';
import type { Alert } from '../api/types.ts';
import { bySeverityThenAge, isUnanswered } from '../features/alert/alert-queries.ts';
import { followStation } from '../features/workstation/station-store.ts';
import type { AlertWindowPort, AlertWindowState } from '../platform/platform.ts';

interface KnownState extends AlertWindowState {
  /** The shell has answered: no alerts means that there are none. */
  readonly known: boolean;
}

const NOTHING: KnownState = { signed_in: false, alerts: [], demo: false, known: false };

export interface AlertWindowView {
  readonly state: KnownState;
  /** Unanswered critical and high ones, with names where somebody is signed in and the server gave them. */
  readonly alerts: readonly Alert[];
  readonly hasNames: boolean;
  /** Why there are none, where there are none. */
  readonly reason: 'signed_out' | 'loading' | 'failed';
}

/** The station's own list is the truth; the person's view only adds names to it. It never waits for them. */
export function useAlertWindow(port: AlertWindowPort): AlertWindowView {
  const client = useQueryClient();
  const [state, setState] = useState(NOTHING);
  useEffect(() => {
    followStation();
    let current = true;
    const accept = (next: AlertWindowState) => {
      if (!current) return;
      setState({ ...next, known: true });
      void client.invalidateQueries({ queryKey: ['alerts'] });
    };
    const stop = port.onChange(accept);
    port.state().then(accept, () => undefined);
    return () => {
      current = false;
      stop();
    };
  }, [client, port]);

  const wanted = state.signed_in && state.alerts.length > 0;
  const named = useQuery({
    queryKey: ['alerts', 'open'],
    enabled: wanted,
    queryFn: () => body(api.GET('/emergency/alerts', { params: { query: { active_only: true } } })),
  });
  useEffect(() => {
    if (!state.signed_in) client.removeQueries({ queryKey: ['alerts'] });
  }, [client, state.signed_in]);

  const byId = new Map((wanted ? (named.data ?? []) : []).map((alert) => [alert.alert_id, alert]));
  const alerts = state.alerts
    .map((alert) => byId.get(alert.alert_id) ?? alert)
    .filter((alert) => isUnanswered(alert) && (alert.severity === 'critical' || alert.severity === 'high'))
    .sort(bySeverityThenAge);
  const reason = !state.signed_in ? 'signed_out' : named.isError ? 'failed' : 'loading';
  return { state, alerts, hasNames: wanted && byId.size > 0, reason };
}
