import type { Bed, DuplicateCandidate, Problem } from './types.ts';

/** Every failed request becomes one of these, with words that can stand on a screen. */
export class ApiProblem extends Error {
  readonly status: number;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  /** The state the server holds, where the answer was 409: what was asked for in its present shape. */
  readonly current: unknown;
  /** Free beds elsewhere, where an admission or a move found none. */
  readonly freeBeds: readonly Bed[];
  /** Records that are very likely the same person, where a registration was refused for them. */
  readonly duplicates: readonly DuplicateCandidate[];

  constructor(problem: Partial<Problem>, status: number, retryAfter: number | null = null) {
    super(problem.detail ?? '');
    this.name = 'ApiProblem';
    this.status = status;
    this.retryAfter = retryAfter;
    this.fields = problem.errors ?? [];
    this.current = problem.current ?? null;
    this.freeBeds = problem.free_beds ?? [];
    this.duplicates = problem.duplicates ?? [];
  }
}

/** Status 0: the request did not reach a server at all. */
export const NOT_SENT = 0;

export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem({}, NOT_SENT);
}

/** True where nothing was kept and trying again later may work. */
export function isAway(problem: ApiProblem): boolean {
  return (
    problem.status === NOT_SENT || problem.status === 502 || problem.status === 503 || problem.status === 504
  );
}

/** True where asking again later may be answered: away, overloaded, or a fault of the server's own. */
export function mayPass(problem: ApiProblem): boolean {
  return problem.status === NOT_SENT || problem.status === 429 || problem.status >= 500;
}
