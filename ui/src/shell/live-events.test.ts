import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/problem.ts';
import { alertOf } from '../testing/samples.ts';
import { applyEvent, refreshEverything } from './live-events.ts';
import { createQueryClient } from './query-client.ts';

const raised = {
  kind: 'event',
  id: 'e-8',
  event: 'emergency_alert',
  data: JSON.stringify({ event: 'alert_raised', alert_id: 'A-1', status: 'active', version: 1 }),
} as const;

/** The open alerts as a screen follows them; each reading is answered by hand. */
function follow() {
  const client = createQueryClient();
  const answers: ((alerts: unknown) => void)[] = [];
  const failures: ((error: unknown) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ['alerts', 'open'],
    queryFn: () =>
      new Promise((resolve, reject) => {
        answers.push(resolve);
        failures.push(reject);
      }),
  });
  const stop = observer.subscribe(() => undefined);
  return { client, answers, failures, stop, shown: () => observer.getCurrentResult().data };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

describe('what the server pushes', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('an alert raised while the first list is on its way stands on the screen', async () => {
    const page = follow();
    applyEvent(page.client, raised);
    page.answers[0]?.([]); // read by the server before the alert was raised
    await settled();
    page.answers[1]?.([alertOf()]);
    await settled();
    expect(page.shown()).toMatchObject([{ alert_id: 'A-1' }]);
    page.stop();
  });

  it('a stream that opens while the first list is on its way has the list read again', async () => {
    const page = follow();
    refreshEverything(page.client);
    page.answers[0]?.([]);
    await settled();
    expect(page.answers).toHaveLength(2);
    page.stop();
  });

  it('a storm of events is one reading, and one more when it is answered', async () => {
    const page = follow();
    page.answers[0]?.([]);
    await settled();
    for (let event = 0; event < 50; event += 1) applyEvent(page.client, raised);
    await settled();
    expect(page.answers).toHaveLength(2);
    page.answers[1]?.([]);
    await settled();
    page.answers[2]?.([alertOf()]);
    await settled();
    expect(page.answers).toHaveLength(3);
    expect(page.shown()).toHaveLength(1);
    page.stop();
  });

  it('a list that could not be read is tried again without waiting for another event', async () => {
    const page = follow();
    page.answers[0]?.([]);
    await settled();
    applyEvent(page.client, raised);
    await settled();
    page.failures[1]?.(new ApiProblem({}, 500));
    await vi.advanceTimersByTimeAsync(5_000);
    page.answers[2]?.([alertOf()]);
    await settled();
    expect(page.shown()).toHaveLength(1);
    page.stop();
  });

  it('a reading nobody waits for any more does not hold the window', async () => {
    const page = follow();
    page.stop(); // its panel was closed before the answer came
    let asked = 0;
    vi.spyOn(page.client, 'refetchQueries').mockImplementation(() => {
      asked += 1;
      // Thrown, because a loop that never waits could not be timed out.
      if (asked > 20) throw new Error('asked without end');
      return Promise.resolve();
    });
    applyEvent(page.client, raised);
    await settled();
    expect(asked).toBeLessThan(5);
  });

  it('a list that is refused is not asked for again and again', async () => {
    const page = follow();
    page.failures[0]?.(new ApiProblem({}, 403));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.answers).toHaveLength(1);
    page.stop();
  });
});
