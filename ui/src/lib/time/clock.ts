import { useSyncExternalStore } from 'react';

/** A PC clock further off than this is corrected by the database's time from the event stream. */
const TOLERATED_SKEW_MS = 1_500;

let skewMs = 0;
let currentMs = Date.now();
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** Milliseconds since 1970 on the server's clock, as far as this screen knows it. */
export function serverNowMs(): number {
  return Date.now() + skewMs;
}

/** Called with the timestamp of every ping. Network delay alone never moves the clock. */
export function learnServerTime(timestamp: string): void {
  const difference = Date.parse(timestamp) - Date.now();
  if (Number.isFinite(difference)) skewMs = Math.abs(difference) > TOLERATED_SKEW_MS ? difference : 0;
}

function tick(): void {
  currentMs = Math.floor(serverNowMs() / 1000) * 1000;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (ticking === undefined) {
    tick();
    ticking = setInterval(tick, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** One timer for all ages and clocks on the screen, so that they turn over together. */
export function useNowMs(): number {
  return useSyncExternalStore(subscribe, () => currentMs);
}
