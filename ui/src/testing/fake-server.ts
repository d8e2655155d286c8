import { vi } from 'vitest';

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  /** What stands after the question mark. */
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
}

type Handler = Reply | ((seen: Seen) => Reply);

/** Answers what the screens ask for, by `METHOD /path`, and remembers what was asked. */
export function fakeServer(routes: Record<string, Handler>): {
  readonly seen: Seen[];
  routes: Record<string, Handler>;
} {
  const seen: Seen[] = [];
  const server = { seen, routes };
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request =
      input instanceof Request ? input : new Request(new URL(input, window.location.origin), init);
    const text = await request.text();
    const asked = {
      method: request.method,
      path: new URL(request.url).pathname,
      query: new URL(request.url).searchParams,
      headers: request.headers,
      body: text === '' ? null : (JSON.parse(text) as unknown),
    };
    seen.push(asked);
    const handler = server.routes[`${asked.method} ${asked.path}`];
    if (handler === undefined) throw new TypeError(`nobody answers ${asked.method} ${asked.path}`);
    const reply = typeof handler === 'function' ? handler(asked) : handler;
    return new Response(reply.body === undefined ? null : JSON.stringify(reply.body), {
      status: reply.status,
      headers: { 'Content-Type': 'application/json', ...reply.headers },
    });
  });
  return server;
}
