import { useTranslation } from 'react-i18next';
import { Icon } from '../design/Icon.tsx';
import { useLastEvent, useLinkStatus } from '../features/workstation/live-link.ts';
import { useStation } from '../features/workstation/station-store.ts';
import { Clock } from '../lib/time/Clock.tsx';
import { formatTimeWithSeconds } from '../lib/time/format.ts';
import { useNowMs } from '../lib/time/clock.ts';
import { useZone } from '../lib/time/ZoneContext.tsx';
import { platform } from '../platform/current-platform.ts';
import classes from './StatusBar.module.css';

export function StatusBar() {
  const { t } = useTranslation();
  const station = useStation();
  const place = platform.kind === 'browser' ? window.location.host : (station?.server_url ?? t('bar.thisPc'));
  return (
    <footer className={classes.bar}>
      <Live />
      <span className={classes.part}>
        <Icon name="database" size={12} /> {t('bar.server', { place })}
      </span>
      <span className={classes.spring} />
      <span className={classes.quiet}>{t('secondary')}</span>
      <strong>
        <Clock />
      </strong>
    </footer>
  );
}

/** The number of an event id, `epoch-n`: the part people read out to each other. */
function eventNumber(id: string | null): string {
  return id?.split('-').at(-1) ?? '–';
}

function Live() {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const link = useLinkStatus();
  const last = useLastEvent();
  const number = eventNumber(last.id);
  if (link.state === 'lost') {
    return (
      <span className={classes.lost} data-testid="live-state">
        <Icon name="cross" size={12} />{' '}
        {t('bar.notLive', { time: formatTimeWithSeconds(link.asAtMs, zone), number })}
      </span>
    );
  }
  if (link.state === 'connecting' || last.atMs === null) {
    return (
      <span className={classes.part} data-testid="live-state">
        {t('link.connecting')}
      </span>
    );
  }
  const seconds = Math.max(0, Math.round((now - last.atMs) / 1000));
  return (
    <span className={classes.live} data-testid="live-state">
      <Icon name="check" size={12} /> {t('bar.live', { seconds })}{' '}
      <span className="code">{t('bar.number', { number })}</span>
    </span>
  );
}
