import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';

/** A card has room for a time on the day itself and for a short date on any other. */
export function useShortMoment(): (instant: string) => string {
  const zone = useZone();
  const nowMs = useNowMs();
  return (instant) => {
    const moment = formatMoment(instant, zone, nowMs);
    return moment.length <= 5 ? moment : moment.slice(0, 6);
  };
}
