import type { Alert } from '../api/types.ts';
import type { ServerCheck, ServerForm, SessionAnswer, StationState, ThisPcForm } from './station-state.ts';

/** Everything the screens need from where they run. `tauri/` and `web/` are the only two answers. */
export interface Platform {
  readonly kind: 'desktop' | 'browser';
  /** What request addresses begin with. On the desktop it is only a form: nothing goes there. */
  readonly origin: string;
  /** The transport below the API client. Paths start with `/api/`; credentials are added underneath. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly session: SessionPort;
  readonly openStream: (request: StreamRequest) => StreamHandle;
  /** Absent in a browser: a browser is no station and cannot alarm. */
  readonly station: StationPort | null;
  readonly alertWindow: AlertWindowPort | null;
  /** The alert window asked this window to show one alert. */
  readonly onOpenAlert: (handler: (alertId: string) => void) => Unsubscribe;
}

export type Unsubscribe = () => void;

export interface SessionPort {
  readonly signIn: (email: string, password: string) => Promise<SessionAnswer>;
  readonly signOut: () => Promise<SessionAnswer>;
  readonly resume: () => Promise<SessionAnswer>;
}

export type StreamMessage =
  | { readonly kind: 'event'; readonly id: string; readonly event: string; readonly data: string }
  | { readonly kind: 'link'; readonly up: boolean };

export interface StreamRequest {
  readonly topics: readonly string[];
  /** The last event id seen, so that what was missed is replayed once. */
  readonly after: string | null;
  readonly onMessage: (message: StreamMessage) => void;
}

export interface StreamHandle {
  readonly close: () => void;
}

export interface StationPort {
  readonly state: () => Promise<StationState>;
  readonly onChange: (handler: (state: StationState) => void) => Unsubscribe;
  /** Somebody wants to quit: ask, and answer with `quitConfirmed`. */
  readonly onQuitRequested: (handler: () => void) => Unsubscribe;
  readonly chooseDemo: () => Promise<StationState>;
  readonly chooseThisPc: (form: ThisPcForm) => Promise<StationState>;
  readonly checkServer: (url: string) => Promise<ServerCheck>;
  readonly chooseServer: (form: ServerForm) => Promise<StationState>;
  readonly testSound: () => Promise<StationState>;
  readonly retryLink: () => Promise<StationState>;
  readonly pauseSound: (seconds: number) => Promise<StationState>;
  readonly quitConfirmed: () => Promise<StationState>;
}

export interface AlertWindowState {
  readonly signed_in: boolean;
  /** The station's own view: bed and severity, no name. */
  readonly alerts: readonly Alert[];
  readonly demo: boolean;
}

export interface AlertWindowPort {
  readonly state: () => Promise<AlertWindowState>;
  readonly onChange: (handler: (state: AlertWindowState) => void) => Unsubscribe;
  readonly displayed: (alertIds: readonly string[]) => Promise<void>;
  readonly openChart: (alertId: string) => Promise<void>;
  readonly answered: () => Promise<void>;
}
