import { Observable, useObservable } from '../../lib/observable/observable.ts';
import { learnServerTime } from '../../lib/time/clock.ts';
import type { StreamMessage } from '../../platform/platform.ts';
import type { StationState } from '../../platform/station-state.ts';

/** Pings come every 5 s. Two missed in a row are silence, and silence is an alarm. */
export const SILENCE_MS = 10_000;

export interface LinkStatus {
  readonly state: 'up' | 'connecting' | 'lost';
  /** When the last sign of life was, on this PC's clock: everything shown is as at this moment. */
  readonly asAtMs: number;
}

export interface LastEvent {
  readonly id: string | null;
  readonly atMs: number | null;
}

const linkStatus = new Observable<LinkStatus>({ state: 'connecting', asAtMs: Date.now() });
const lastEvent = new Observable<LastEvent>({ id: null, atMs: null });

let lastFrameMs = Date.now();
let streamIsUp = false;
let stationLostSinceMs: number | null = null;

/** A stream has just been asked for: the silence counts from here. */
export function streamOpened(nowMs = Date.now()): void {
  lastFrameMs = nowMs;
  streamIsUp = false;
  review(nowMs);
}

/** Every message of the person's own stream passes here first. */
export function streamHeard(message: StreamMessage, nowMs = Date.now()): void {
  if (message.kind === 'link') {
    streamIsUp = message.up;
    if (message.up) lastFrameMs = nowMs;
  } else {
    streamIsUp = true;
    lastFrameMs = nowMs;
    if (message.event === 'ping') heardPing(message.data);
    lastEvent.set({ id: message.id, atMs: nowMs });
  }
  review(nowMs);
}

function heardPing(data: string): void {
  const ping = JSON.parse(data) as { readonly timestamp?: unknown };
  if (typeof ping.timestamp === 'string') learnServerTime(ping.timestamp);
}

/** The station's own stream counts too: a station that cannot hear alerts is not linked. */
export function stationLinkChanged(link: StationState['link'] | null, nowMs = Date.now()): void {
  const since = Date.parse(link?.last_ping_at ?? link?.since ?? '');
  stationLostSinceMs = link?.state === 'lost' ? (Number.isFinite(since) ? since : nowMs) : null;
  review(nowMs);
}

/** Called once a second: silence makes no event of its own. */
export function review(nowMs = Date.now()): void {
  const silent = nowMs - lastFrameMs >= SILENCE_MS;
  const state = silent || stationLostSinceMs !== null ? 'lost' : streamIsUp ? 'up' : 'connecting';
  const before = linkStatus.get();
  const heardMs = Math.min(lastFrameMs, stationLostSinceMs ?? lastFrameMs);
  const asAtMs = state === 'lost' ? (before.state === 'lost' ? before.asAtMs : heardMs) : nowMs;
  if (before.state !== state || (state === 'lost' && before.asAtMs !== asAtMs))
    linkStatus.set({ state, asAtMs });
}

export function useLinkStatus(): LinkStatus {
  return useObservable(linkStatus);
}

export function isLinkLost(): boolean {
  return linkStatus.get().state === 'lost';
}

export function useLastEvent(): LastEvent {
  return useObservable(lastEvent);
}
