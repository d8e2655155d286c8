import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Me } from '../api/types.ts';
import {
  review,
  stationLinkChanged,
  streamHeard,
  streamOpened,
  useLinkStatus,
} from '../features/workstation/live-link.ts';
import { useStation } from '../features/workstation/station-store.ts';
import { platform } from '../platform/current-platform.ts';
import { applyEvent, refreshEverything } from './live-events.ts';

/** One stream for the whole window, open while somebody is signed in. */
export function useLiveStream(me: Me): void {
  const client = useQueryClient();
  const station = useStation();
  const link = useLinkStatus();
  const topics = topicsOf(me).join(' ');

  useEffect(() => {
    if (topics === '') return undefined;
    streamOpened();
    const stream = platform.openStream({
      topics: topics.split(' '),
      after: null,
      onMessage: (message) => {
        streamHeard(message);
        if (message.kind === 'event') applyEvent(client, message);
      },
    });
    const watchdog = setInterval(review, 1_000);
    return () => {
      clearInterval(watchdog);
      stream.close();
    };
  }, [client, topics]);

  useEffect(() => {
    stationLinkChanged(station?.link ?? null);
  }, [station?.link]);

  // After a silence the stream replays what was missed; reading anew as well costs little and can only help.
  useEffect(() => {
    if (link.state === 'up') refreshEverything(client);
  }, [client, link.state]);
}

/** A topic the person may not follow would close the whole stream. */
function topicsOf(me: Me): readonly string[] {
  const may = (permission: Me['permissions'][number]) => me.permissions.includes(permission);
  return [
    ...(may('alert_read') ? ['alerts'] : []),
    ...(may('board_read') ? me.wards.map((ward) => `board:${ward.id}`) : []),
  ];
}
