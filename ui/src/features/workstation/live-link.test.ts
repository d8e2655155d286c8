import { renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  isLinkLost,
  review,
  stationLinkChanged,
  streamHeard,
  streamOpened,
  useLinkStatus,
} from './live-link.ts';

const T0 = Date.parse('2026-11-22T15:41:00Z');
const ping = {
  kind: 'event',
  id: 'e-7',
  event: 'ping',
  data: '{"timestamp":"2026-11-22T15:41:00Z"}',
} as const;
const link = () => renderHook(() => useLinkStatus()).result.current;

describe('the link', () => {
  beforeEach(() => {
    stationLinkChanged(null, T0);
    streamOpened(T0);
  });

  it('is up once something was heard', () => {
    expect(link().state).toBe('connecting');
    streamHeard(ping, T0 + 100);
    expect(link().state).toBe('up');
  });

  it('is lost after ten seconds of silence, as at the last sign of life', () => {
    streamHeard(ping, T0);
    review(T0 + 9_999);
    expect(isLinkLost()).toBe(false);
    review(T0 + 10_000);
    expect(link()).toEqual({ state: 'lost', asAtMs: T0 });
    review(T0 + 25_000);
    expect(link().asAtMs).toBe(T0);
  });

  it('comes back with the next sign of life', () => {
    streamHeard(ping, T0);
    review(T0 + 11_000);
    streamHeard(ping, T0 + 12_000);
    expect(link().state).toBe('up');
  });

  it('is lost too where the station itself no longer hears alerts', () => {
    streamHeard(ping, T0);
    stationLinkChanged({ state: 'lost', since: '2026-11-22T15:40:40Z' }, T0 + 100);
    expect(link()).toEqual({ state: 'lost', asAtMs: T0 - 20_000 });
  });

  it('never opens at all: silence counts from the attempt', () => {
    streamHeard({ kind: 'link', up: false }, T0 + 500);
    review(T0 + 10_500);
    expect(isLinkLost()).toBe(true);
  });
});
