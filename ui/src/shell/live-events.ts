import type { QueryClient } from '@tanstack/react-query';
import type { Alert, AlertStatus, PatientRecord } from '../api/types.ts';
import { sessionEnded } from '../features/session/session-store.ts';
import type { StreamMessage } from '../platform/platform.ts';
import { readAgain } from './read-again.ts';

const FOLLOW_THE_BOARD = ['bed-options', 'admission', 'transfers'] as const;

type Payload = Readonly<Record<string, unknown>>;

/** What a pushed event changes on the screens: the cache is patched at once and read again behind it. */
export function applyEvent(client: QueryClient, message: Extract<StreamMessage, { kind: 'event' }>): void {
  switch (message.event) {
    case 'emergency_alert':
      applyAlert(client, JSON.parse(message.data) as Payload);
      break;
    case 'board_changed':
      readAgain(client, ['board', (JSON.parse(message.data) as Payload).ward_id]);
      followInCharts(client, JSON.parse(message.data) as Payload);
      // A panel beside the board offers beds and shows stays and transfers: they follow the same news.
      for (const key of FOLLOW_THE_BOARD) readAgain(client, [key]);
      break;
    case 'gap':
      refreshEverything(client);
      break;
    case 'session_ended':
      sessionEnded();
      break;
    default:
      break;
  }
}

/** An open chart says where its patient lies: it is read again when that ward changes, but not for every alert in it. */
function followInCharts(client: QueryClient, event: Payload): void {
  if (typeof event.reason === 'string' && event.reason.startsWith('alert')) return;
  void client.invalidateQueries({
    queryKey: ['patient'],
    predicate: ({ queryKey, state }) => {
      const record = state.data as Partial<PatientRecord> | undefined;
      const ward = record?.admission?.ward_id ?? null;
      return queryKey.length === 2 && record !== undefined && (ward === null || ward === event.ward_id);
    },
  });
}

/** Something may have been missed: what the screens show is read anew. */
export function refreshEverything(client: QueryClient): void {
  readAgain(client, ['alerts']);
  readAgain(client, ['board']);
  readAgain(client, ['patient']);
  for (const key of FOLLOW_THE_BOARD) readAgain(client, [key]);
}

function applyAlert(client: QueryClient, event: Payload): void {
  client.setQueryData<readonly Alert[]>(['alerts', 'open'], (alerts) =>
    alerts?.map((alert) => (alert.alert_id === event.alert_id ? patched(alert, event) : alert)),
  );
  readAgain(client, ['alerts']);
  // That a station has shown it changes who was reached, and nothing on the board.
  if (event.event !== 'alert_displayed' && typeof event.ward_id === 'string')
    readAgain(client, ['board', event.ward_id]);
}

function patched(alert: Alert, event: Payload): Alert {
  const newer = typeof event.version === 'number' && event.version > alert.version;
  return newer && typeof event.status === 'string'
    ? { ...alert, status: event.status as AlertStatus }
    : alert;
}
