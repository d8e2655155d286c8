import type { StreamHandle, StreamRequest } from '../platform.ts';
import { refreshSession } from './web-session.ts';

const EVENTS = ['emergency_alert', 'board_changed', 'ping', 'gap', 'session_ended'] as const;
const REOPEN_AFTER_MS = 2_000;

/**
 * The event stream of a browser. `EventSource` reconnects by itself with the last event id; where it gives up
 * (an expired cookie answers 401), the session is refreshed and a new one opened after the last id seen.
 */
export function openWebStream(request: StreamRequest): StreamHandle {
  let source: EventSource | null = null;
  let last = request.after;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const open = () => {
    const query = new URLSearchParams({ topics: request.topics.join(',') });
    if (last !== null) query.set('after', last);
    const current = new EventSource(`/api/events/stream?${query.toString()}`, { withCredentials: true });
    source = current;
    current.onopen = () => {
      request.onMessage({ kind: 'link', up: true });
    };
    current.onerror = () => {
      request.onMessage({ kind: 'link', up: false });
      if (current.readyState === EventSource.CLOSED && !closed) {
        reopening = setTimeout(() => {
          void refreshSession().finally(() => {
            if (!closed) open();
          });
        }, REOPEN_AFTER_MS);
      }
    };
    for (const event of EVENTS) {
      current.addEventListener(event, (message: MessageEvent<string>) => {
        if (message.lastEventId !== '') last = message.lastEventId;
        request.onMessage({ kind: 'event', id: message.lastEventId, event, data: message.data });
      });
    }
  };

  open();
  return {
    close: () => {
      closed = true;
      clearTimeout(reopening);
      source?.close();
    },
  };
}
