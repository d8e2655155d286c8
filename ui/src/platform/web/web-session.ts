import type { SessionPort } from '../platform.ts';
import type { SessionAnswer } from '../station-state.ts';

/** Asks the server for HttpOnly cookies instead of tokens in the body. */
export const BROWSER_CLIENT = { 'X-CloudCare-Client': 'browser' } as const;

async function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', ...BROWSER_CLIENT },
    body: JSON.stringify(body),
  });
}

async function refusal(response: Response): Promise<SessionAnswer> {
  const problem = (await response.json().catch(() => ({ status: response.status }))) as Record<
    string,
    unknown
  >;
  const retryAfter = Number(response.headers.get('Retry-After'));
  return {
    signed_in: false,
    remembered: false,
    problem: {
      ...problem,
      status: response.status,
      ...(Number.isFinite(retryAfter) && retryAfter > 0 ? { retry_after: retryAfter } : {}),
    },
  };
}

/** All tabs share the cookie, so they take turns. A page that is not served securely has no locks to take. */
function oneTabAtATime(run: () => Promise<Response>): Promise<Response> {
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  return locks === undefined ? run() : locks.request('cloudcare-refresh', run);
}

let refreshing: Promise<boolean> | null = null;

/** One refresh at a time: the refresh token rotates, and using an old one again ends the session. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= oneTabAtATime(() => post('/api/auth/refresh', {}))
    .then((response) => response.ok)
    .catch(() => false)
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

export const webSession: SessionPort = {
  signIn: async (email, password) => {
    const response = await post('/api/auth/login', { email, password });
    return response.ok ? { signed_in: true, remembered: true } : refusal(response);
  },
  signOut: async () => {
    await post('/api/auth/logout', {});
    return { signed_in: false, remembered: false };
  },
  resume: async () => {
    const me = await fetch('/api/auth/me', { credentials: 'same-origin', headers: BROWSER_CLIENT });
    if (me.ok || (await refreshSession())) return { signed_in: true, remembered: true };
    return { signed_in: false, remembered: false };
  },
};
