import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  AlertWindowPort,
  AlertWindowState,
  Platform,
  SessionPort,
  StationPort,
  StreamMessage,
  StreamRequest,
  Unsubscribe,
} from '../platform.ts';
import type { ServerCheck, SessionAnswer, StationState } from '../station-state.ts';
import { apiRequest } from './api-request.ts';

const session = (action: Record<string, unknown>) => invoke<SessionAnswer>('session', { action });
const station = (action: Record<string, unknown>) => invoke<StationState>('station', { action });

type ShellEvents = {
  readonly 'station-state': StationState;
  readonly 'alerts-changed': AlertWindowState;
  readonly 'quit-requested': null;
  readonly 'open-alert': { readonly alert_id: string };
};

function subscribe<Name extends keyof ShellEvents>(
  event: Name,
  handler: (payload: ShellEvents[Name]) => void,
): Unsubscribe {
  const listening = listen<ShellEvents[Name]>(event, ({ payload }) => {
    handler(payload);
  });
  return () => {
    void listening.then((stop) => {
      stop();
    });
  };
}

function openStream(request: StreamRequest) {
  const channel = new Channel<StreamMessage>();
  let closed = false;
  channel.onmessage = (message) => {
    if (!closed) request.onMessage(message);
  };
  const opening = invoke<number>('stream', {
    action: { kind: 'open', topics: request.topics, after: request.after, channel },
  });
  opening.catch(() => {
    if (!closed) request.onMessage({ kind: 'link', up: false });
  });
  return {
    close: () => {
      closed = true;
      opening.then(
        (id) => invoke('stream', { action: { kind: 'close', id } }),
        () => undefined,
      );
    },
  };
}

const sessionPort: SessionPort = {
  signIn: (email, password) => session({ kind: 'sign_in', email, password }),
  signOut: () => session({ kind: 'sign_out' }),
  resume: () => session({ kind: 'resume' }),
};

const stationPort: StationPort = {
  state: () => station({ kind: 'state' }),
  onChange: (handler) => subscribe('station-state', handler),
  onQuitRequested: (handler) => subscribe('quit-requested', handler),
  chooseDemo: () => station({ kind: 'choose_demo' }),
  chooseThisPc: (form) => station({ kind: 'choose_this_pc', ...form }),
  checkServer: (url) => invoke<ServerCheck>('station', { action: { kind: 'check_server', url } }),
  chooseServer: ({ url, enrolment_code, name, kind }) =>
    // The action's own tag is `kind`, so the kind of station travels as `station_kind`.
    station({ kind: 'choose_server', url, enrolment_code, station_name: name, station_kind: kind }),
  testSound: () => station({ kind: 'test_sound' }),
  retryLink: () => station({ kind: 'retry_link' }),
  pauseSound: (seconds) => station({ kind: 'pause_sound', seconds }),
  quitConfirmed: () => station({ kind: 'quit_confirmed' }),
};

const alertWindowPort: AlertWindowPort = {
  state: () => invoke<AlertWindowState>('alert_window', { action: { kind: 'state' } }),
  onChange: (handler) => subscribe('alerts-changed', handler),
  displayed: (alertIds) => invoke('alert_window', { action: { kind: 'displayed', alert_ids: alertIds } }),
  openChart: (alertId) => invoke('alert_window', { action: { kind: 'open_chart', alert_id: alertId } }),
  answered: () => invoke('alert_window', { action: { kind: 'answered' } }),
};

export const tauriPlatform: Platform = {
  kind: 'desktop',
  // A page of `tauri://` has no origin that every engine takes for a request's address.
  origin: 'http://localhost',
  fetch: apiRequest,
  session: sessionPort,
  openStream,
  station: stationPort,
  alertWindow: alertWindowPort,
  onOpenAlert: (handler) =>
    subscribe('open-alert', ({ alert_id }) => {
      handler(alert_id);
    }),
};
