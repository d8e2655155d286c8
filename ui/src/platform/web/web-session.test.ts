import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeServer } from '../../testing/fake-server.ts';
import { refreshSession } from './web-session.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('two tabs of one browser', () => {
  it('refresh the session one after the other: a token used twice at once would end it', async () => {
    const held: string[] = [];
    const request = vi.fn(async (name: string, run: () => Promise<unknown>) => {
      held.push(name);
      return run();
    });
    vi.stubGlobal('navigator', { locks: { request } });
    const server = fakeServer({ 'POST /api/auth/refresh': { status: 200, body: {} } });
    expect(await refreshSession()).toBe(true);
    expect(held).toEqual(['cloudcare-refresh']);
    expect(server.seen).toHaveLength(1);
  });

  it('refresh without a lock where the browser has none', async () => {
    vi.stubGlobal('navigator', {});
    fakeServer({ 'POST /api/auth/refresh': { status: 401, body: {} } });
    expect(await refreshSession()).toBe(false);
  });
});
