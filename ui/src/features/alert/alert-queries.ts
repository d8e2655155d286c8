import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';
import type { Alert, AlertCounts, Severity } from '../../api/types.ts';

const MOST_ALERTS = 500;
const RANK: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3 };

/** Severity first, then age, the youngest first. */
export function bySeverityThenAge(a: Alert, b: Alert): number {
  return RANK[a.severity] - RANK[b.severity] || Date.parse(b.raised_at) - Date.parse(a.raised_at);
}

export function useOpenAlerts() {
  return useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: () =>
      body(api.GET('/emergency/alerts', { params: { query: { active_only: true, limit: MOST_ALERTS } } })),
    select: sortAlerts,
  });
}

function sortAlerts(alerts: readonly Alert[]): readonly Alert[] {
  return [...alerts].sort(bySeverityThenAge);
}

export function useAlert(alertId: string) {
  return useQuery({
    queryKey: ['alerts', 'one', alertId],
    queryFn: () => body(api.GET('/emergency/alerts/{alert_id}', { params: { path: { alert_id: alertId } } })),
  });
}

export function useAlertEvents(alertId: string) {
  return useQuery({
    queryKey: ['alerts', 'events', alertId],
    queryFn: () =>
      body(api.GET('/emergency/alerts/{alert_id}/events', { params: { path: { alert_id: alertId } } })),
  });
}

export function countBySeverity(alerts: readonly Alert[]): AlertCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const alert of alerts) counts[alert.severity] += 1;
  return counts;
}

/** Nobody has answered it yet. */
export function isUnanswered(alert: Pick<Alert, 'status'>): boolean {
  return alert.status === 'active';
}
