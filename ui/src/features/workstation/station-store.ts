import { platform } from '../../platform/current-platform.ts';
import type { StationState } from '../../platform/station-state.ts';
import { Observable, useObservable } from '../../lib/observable/observable.ts';

/** Null in a browser for good, and on the desktop until the shell has answered once. */
const station = new Observable<StationState | null>(null);
export const stationFault = new Observable<string | null>(null);

let following = false;

/** Asks the shell once and then follows its events. */
export function followStation(): void {
  const port = platform.station;
  if (port === null || following) return;
  following = true;
  port.onChange(acceptStation);
  port.state().then(acceptStation, (reason: unknown) => {
    stationFault.set(String(reason));
  });
}

/** The answer of a station command is newer than what the last event said. */
export function acceptStation(state: StationState): void {
  stationFault.set(null);
  station.set(state);
}

export function useStation(): StationState | null {
  return useObservable(station);
}
