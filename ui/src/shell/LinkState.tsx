import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../api/client.ts';
import { Icon } from '../design/Icon.tsx';
import { useLinkStatus } from '../features/workstation/live-link.ts';
import { useStation } from '../features/workstation/station-store.ts';
import { useNowMs } from '../lib/time/clock.ts';
import { formatAge, formatTime } from '../lib/time/format.ts';
import { useZone } from '../lib/time/ZoneContext.tsx';
import classes from './LinkState.module.css';

const MEASURE_EVERY_MS = 15_000;

async function measure(): Promise<number> {
  const started = performance.now();
  await body(api.GET('/health'));
  return Math.round(performance.now() - started);
}

/** Linked and how fast, connecting, or lost and for how long. Green only with a tick of its own: the link icon and a word. */
export function LinkState() {
  const { t } = useTranslation();
  const link = useLinkStatus();
  const latency = useQuery({
    queryKey: ['latency'],
    queryFn: measure,
    refetchInterval: MEASURE_EVERY_MS,
    retry: false,
  });
  if (link.state === 'lost') {
    return (
      <span className={classes.lost} data-testid="link-state">
        <Icon name="cross" />
        <strong>{t('link.none')}</strong> <Since sinceMs={link.asAtMs} />
      </span>
    );
  }
  return (
    <span className={classes.state} data-testid="link-state" data-ok={link.state === 'up' || undefined}>
      <Icon name="link" />
      <span className={classes.word}>{link.state === 'up' ? t('link.up') : t('link.connecting')}</span>
      {link.state === 'up' && latency.data !== undefined ? (
        <span className={classes.fact}>{t('link.ms', { ms: latency.data })}</span>
      ) : null}
    </span>
  );
}

function Since({ sinceMs }: { readonly sinceMs: number }) {
  const now = useNowMs();
  return <span>{formatAge(sinceMs, now)}</span>;
}

export function SoundState() {
  const { t } = useTranslation();
  const zone = useZone();
  const sound = useStation()?.sound ?? null;
  const words = () => {
    if (sound === null) return t('sound.browser');
    if (sound.state === 'on') return t('sound.on');
    if (sound.state === 'no_device') return t('sound.none');
    return t('sound.paused', {
      time: sound.paused_until == null ? '' : formatTime(sound.paused_until, zone),
    });
  };
  return (
    <span className={classes.state} data-testid="sound-state" data-ok={sound?.state === 'on' || undefined}>
      <Icon name={sound?.state === 'on' ? 'sound' : 'mute'} />
      <span className={classes.word}>{words()}</span>
    </span>
  );
}
