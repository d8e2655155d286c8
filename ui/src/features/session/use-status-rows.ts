import { useTranslation } from 'react-i18next';
import type { CheckResult } from '../../design/CheckMark.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatTime } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import type { StationState } from '../../platform/station-state.ts';
import type { Readiness } from '../installation/use-readiness.ts';

export interface StatusRow {
  readonly name: 'server' | 'stream' | 'database' | 'sound' | 'keychain';
  readonly result: CheckResult;
  readonly words: string;
}

export function useStatusRows(
  station: StationState | null,
  readiness: Readiness | null,
  asking: boolean,
): StatusRow[] {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const time = (instant: string) => formatTime(instant, zone);

  const server = (): Omit<StatusRow, 'name'> => {
    if (asking) return { result: 'not_performed', words: t('status.asking') };
    if (readiness === null) return { result: 'stop', words: t('status.serverAway') };
    if (readiness.ready === null) return { result: 'warn', words: t('status.serverNotReady') };
    const ms = readiness.latencyMs;
    const address = station === null ? window.location.host : (station.server_url ?? null);
    return {
      result: 'pass',
      words: address === null ? t('status.serverHere', { ms }) : t('status.serverThere', { address, ms }),
    };
  };

  const stream = (): Omit<StatusRow, 'name'> => {
    if (station === null) return { result: 'not_performed', words: t('status.streamBrowser') };
    const { link } = station;
    if (link.state === 'lost')
      return { result: 'stop', words: t('status.streamLost', { time: time(link.since) }) };
    if (link.state === 'connecting') return { result: 'warn', words: t('status.streamConnecting') };
    if (link.last_ping_at == null) return { result: 'pass', words: t('status.streamUpNever') };
    const seconds = Math.max(0, Math.round((now - Date.parse(link.last_ping_at)) / 1000));
    return { result: 'pass', words: t('status.streamUp', { seconds }) };
  };

  const database = (): Omit<StatusRow, 'name'> => {
    const ready = readiness?.ready ?? null;
    if (ready === null)
      return { result: 'not_performed', words: t(asking ? 'status.asking' : 'status.notKnown') };
    if (!ready.database) return { result: 'stop', words: t('status.databaseNot') };
    return ready.log_reader
      ? { result: 'pass', words: t('status.databaseOk') }
      : { result: 'warn', words: t('status.logNotRead') };
  };

  const sound = (): Omit<StatusRow, 'name'> => {
    if (station === null) return { result: 'not_performed', words: t('status.soundBrowser') };
    const { state, device, paused_until: until } = station.sound;
    if (state === 'no_device') return { result: 'warn', words: t('status.soundNone') };
    if (state === 'paused')
      return { result: 'warn', words: t('status.soundPaused', { time: until == null ? '' : time(until) }) };
    return {
      result: 'pass',
      words: device == null ? t('status.soundOnNoName') : t('status.soundOn', { device }),
    };
  };

  const keychain = (): Omit<StatusRow, 'name'> => {
    if (station === null) return { result: 'not_performed', words: t('status.keychainBrowser') };
    if (station.keychain === 'available') return { result: 'pass', words: t('status.keychainOk') };
    return {
      result: 'warn',
      words: t(station.keychain === 'locked' ? 'status.keychainLocked' : 'status.keychainAbsent'),
    };
  };

  return [
    { name: 'server', ...server() },
    { name: 'stream', ...stream() },
    { name: 'database', ...database() },
    { name: 'sound', ...sound() },
    { name: 'keychain', ...keychain() },
  ];
}
