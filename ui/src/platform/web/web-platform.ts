import type { Platform } from '../platform.ts';
import { BROWSER_CLIENT, refreshSession, webSession } from './web-session.ts';
import { openWebStream } from './web-stream.ts';

async function webFetch(request: Request): Promise<Response> {
  const retry = request.clone();
  const response = await fetch(withClient(request));
  if (response.status !== 401 || !(await refreshSession())) return response;
  return fetch(withClient(retry));
}

/**
 * A reading that no answer follows must end, or nothing would be read after it. A write is never cut off: it may
 * have been done.
 */
const READING_MS = 20_000;

function withClient(request: Request): Request {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(BROWSER_CLIENT)) headers.set(name, value);
  // A search that newer letters overtook is cancelled by its caller.
  const reads =
    request.method === 'GET'
      ? { signal: AbortSignal.any([request.signal, AbortSignal.timeout(READING_MS)]) }
      : {};
  return new Request(request, { headers, credentials: 'same-origin', ...reads });
}

export const webPlatform: Platform = {
  kind: 'browser',
  origin: window.location.origin,
  fetch: webFetch,
  session: webSession,
  openStream: openWebStream,
  station: null,
  alertWindow: null,
  onOpenAlert: () => () => undefined,
};
