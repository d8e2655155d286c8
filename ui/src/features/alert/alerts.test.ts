import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alertOf } from '../../testing/samples.ts';
import { bySeverityThenAge } from './alert-queries.ts';
import { locationText } from './alert-words.ts';
import { markedAlert, useJustMoved } from './marked-alert.ts';
import { readTrigger } from './trigger.ts';
import { useHeldOrder } from './use-held-order.ts';

const named = (
  alert_id: string,
  severity: 'critical' | 'high' | 'low',
  raised_at: string,
  status: 'active' | 'acknowledged' = 'active',
) => alertOf({ alert_id, severity, raised_at, status });

describe('open alerts', () => {
  const old = named('old', 'high', '2026-11-22T15:00:00Z');
  const young = named('young', 'high', '2026-11-22T15:30:00Z');
  const critical = named('critical', 'critical', '2026-11-22T14:00:00Z', 'acknowledged');

  it('are sorted by severity, then age', () => {
    expect([old, young, critical].sort(bySeverityThenAge).map((a) => a.alert_id)).toEqual([
      'critical',
      'young',
      'old',
    ]);
  });

  it('mark the chosen one while it is open, else the topmost that waits', () => {
    expect(markedAlert([critical, young, old], 'old')?.alert_id).toBe('old');
    expect(markedAlert([critical, young, old], 'gone')?.alert_id).toBe('young');
    expect(markedAlert([critical], null)?.alert_id).toBe('critical');
    expect(markedAlert([], null)).toBeNull();
  });
});

describe('with time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('a list keeps its order for two seconds after a pointer or key, and counts what is newer', () => {
    const [a, b] = [alertOf({ alert_id: 'a' }), alertOf({ alert_id: 'b' })];
    const list = renderHook(({ items }) => useHeldOrder(items), { initialProps: { items: [a] } });
    act(() => {
      list.result.current.touch();
    });
    const acknowledged = { ...a, status: 'acknowledged' as const };
    list.rerender({ items: [b, acknowledged] });
    expect(list.result.current.shown).toEqual([acknowledged]);
    expect(list.result.current.newer).toBe(1);
    act(() => {
      vi.advanceTimersByTime(2_000);
    });
    expect(list.result.current.shown.map((item) => item.alert_id)).toEqual(['b', 'a']);
    expect(list.result.current.newer).toBe(0);
  });

  it('keys wait 800 ms after the mark has moved to another alert', () => {
    const moved = renderHook(({ id }) => useJustMoved(id), { initialProps: { id: 'a' } });
    expect(moved.result.current).toBe(false);
    moved.rerender({ id: 'b' });
    act(() => {
      vi.advanceTimersByTime(799);
    });
    expect(moved.result.current).toBe(true);
    act(() => {
      vi.advanceTimersByTime(1);
    });
    expect(moved.result.current).toBe(false);
  });
});

describe('what raised an alert', () => {
  it('is read from the reading the watch sent', () => {
    const trigger = readTrigger(alertOf().trigger_data);
    expect(trigger).toMatchObject({
      kind: 'oxygen_saturation',
      value: '84',
      unit: '%',
      limit: '90',
      device: 'Watch 7',
    });
    expect(trigger?.readings.map((reading) => reading.value)).toEqual([92, 84]);
  });

  it('is nothing at all where there is no reading, and never throws', () => {
    for (const data of [null, undefined, 'x', [], {}, { value: '84' }, { value: 84, limit: {} }]) {
      expect(readTrigger(data)).toBeNull();
    }
    expect(readTrigger({ value: 84, limit: 90, readings: [null, { value: 'x' }] })?.readings).toEqual([]);
  });

  it('shows a place in words and no coordinates', () => {
    expect(locationText('bathroom')).toBe('bathroom');
    expect(locationText({ description: 'bathroom', latitude: 1 })).toBe('bathroom');
    expect(locationText({ latitude: 1 })).toBeNull();
  });
});
