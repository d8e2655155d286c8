import createClient, { type Middleware } from 'openapi-fetch';
import { platform } from '../platform/current-platform.ts';
import { ApiProblem, NOT_SENT } from './problem.ts';
import type { paths } from './schema.ts';
import type { Problem } from './types.ts';

async function toProblem(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const wait = Number(response.headers.get('Retry-After'));
  return new ApiProblem(body, response.status, Number.isFinite(wait) && wait > 0 ? wait : null);
}

/** The one funnel: an answer that is not a success is thrown as an `ApiProblem`. */
const funnel: Middleware = {
  onResponse: async ({ response }) => {
    if (!response.ok) throw await toProblem(response);
  },
  onError: ({ error }) => (error instanceof ApiProblem ? error : new ApiProblem({}, NOT_SENT)),
};

export const api = createClient<paths>({
  baseUrl: `${platform.origin}/api`,
  fetch: (request) => platform.fetch(request),
});
api.use(funnel);

/** The body of a successful answer. The funnel has thrown for every other. */
export async function body<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request;
  if (data === undefined) throw new ApiProblem({}, NOT_SENT);
  return data;
}
