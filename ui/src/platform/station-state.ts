import type { Problem, Setup, Workstation, WorkstationKind } from '../api/types.ts';

/** What the desktop shell says about this station. The shell emits it again whenever it changes. */
export interface StationState {
  readonly phase: 'first_run' | 'starting' | 'ready' | 'failed';
  readonly mode: 'demo' | 'this_pc' | 'server' | null;
  /** What the start is busy with, for example `unpacking` or `initialising`. */
  readonly stage?: string | null;
  /** A sentence for the person in front of the screen that says what to do next. */
  readonly problem?: string | null;
  readonly server_url?: string | null;
  readonly workstation?: Workstation | null;
  /** False when the station's credential lives in memory only and enrolment is asked again next time. */
  readonly credential_saved: boolean;
  readonly keychain: 'available' | 'absent' | 'locked';
  readonly sound: StationSound;
  readonly listener?: { readonly address: string } | null;
  readonly link: StationLink;
  readonly version: string;
}

export interface StationSound {
  readonly state: 'on' | 'no_device' | 'paused';
  readonly device?: string | null;
  readonly paused_until?: string | null;
}

export interface StationLink {
  readonly state: 'up' | 'connecting' | 'lost';
  readonly since: string;
  readonly last_event_id?: string | null;
  readonly last_ping_at?: string | null;
}

export interface ServerCheck {
  readonly reachable: boolean;
  readonly latency_ms?: number | null;
  readonly version?: string | null;
  readonly is_demo?: boolean | null;
  readonly problem?: string | null;
}

export type ThisPcForm = Setup & { readonly station_name: string; readonly station_kind: WorkstationKind };

export interface ServerForm {
  readonly url: string;
  readonly enrolment_code: string;
  readonly name: string;
  readonly kind: WorkstationKind;
}

export interface SessionAnswer {
  readonly signed_in: boolean;
  /** False where no keychain holds the refresh credential: the next start asks for the password again. */
  readonly remembered: boolean;
  readonly problem?: (Partial<Problem> & { readonly retry_after?: number | null }) | null;
}
