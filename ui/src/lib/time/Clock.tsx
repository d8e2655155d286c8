import { useNowMs } from './clock.ts';
import { formatDate, formatTimeWithSeconds } from './format.ts';
import { useZone } from './ZoneContext.tsx';

export function Clock() {
  const now = useNowMs();
  const zone = useZone();
  return (
    <time data-testid="clock" title={zone}>
      {formatDate(now, zone)} {formatTimeWithSeconds(now, zone)}
    </time>
  );
}
