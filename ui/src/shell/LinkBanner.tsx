import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button.tsx';
import { Icon } from '../design/Icon.tsx';
import { useMe } from '../features/session/me.ts';
import { useLinkStatus } from '../features/workstation/live-link.ts';
import { acceptStation } from '../features/workstation/station-store.ts';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { say } from '../lib/messages/messages.ts';
import { useNowMs } from '../lib/time/clock.ts';
import { formatAge, formatTimeWithSeconds } from '../lib/time/format.ts';
import { useZone } from '../lib/time/ZoneContext.tsx';
import { platform } from '../platform/current-platform.ts';
import type { StationState } from '../platform/station-state.ts';
import classes from './LinkBanner.module.css';

const PAUSE_S = 120;

/** Silence is an alarm: after ten seconds without a sign of life the whole screen says so. */
export function LinkBanner() {
  const link = useLinkStatus();
  return link.state === 'lost' ? <LostBanner asAtMs={link.asAtMs} /> : null;
}

function LostBanner({ asAtMs }: { readonly asAtMs: number }) {
  const { t } = useTranslation();
  const me = useMe();
  const zone = useZone();
  const port = platform.station;
  const phone = me.hospital?.alert_phone_number ?? null;
  const run = (command: () => Promise<StationState>) => {
    command().then(acceptStation, (reason: unknown) => {
      say({ tone: 'stop', title: t('link.commandFailed'), text: String(reason) });
    });
    return true;
  };
  const retry = () => {
    if (port !== null) return run(port.retryLink);
    window.location.reload();
    return true;
  };
  const pause = () => (port === null ? false : run(() => port.pauseSound(PAUSE_S)));
  useKeys({ F5: retry, S: pause });
  return (
    <div className={classes.banner} role="alert" data-testid="link-lost">
      <Icon name="linkOff" size={20} />
      <strong className={classes.title}>
        {t('link.lost')} <Elapsed sinceMs={asAtMs} />
      </strong>
      <span className={classes.words}>
        {t('link.lostWords', { time: formatTimeWithSeconds(asAtMs, zone) })}{' '}
        {phone === null ? '' : t('link.lostPhone', { phone })}
      </span>
      <Button size="small" keys="F5" onClick={retry}>
        {t('link.tryNow')}
      </Button>
      {port === null ? null : (
        <Button size="small" icon="mute" keys="S" onClick={pause}>
          {t('link.pause')}
        </Button>
      )}
    </div>
  );
}

function Elapsed({ sinceMs }: { readonly sinceMs: number }) {
  const now = useNowMs();
  return <span aria-live="off">{formatAge(sinceMs, now)}</span>;
}
