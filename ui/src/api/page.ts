import { ApiProblem, NOT_SENT } from './problem.ts';

/** A piece of a longer list. */
export interface PageOf<T> {
  readonly items: readonly T[];
  /** How many there are in all; null where the server does not count that far. */
  readonly total: number | null;
}

/** The body of a successful answer with the count beside it. */
export async function pageOf<T>(
  request: Promise<{ data?: readonly T[]; response: Response }>,
): Promise<PageOf<T>> {
  const { data, response } = await request;
  if (data === undefined) throw new ApiProblem({}, NOT_SENT);
  const total = Number(response.headers.get('X-Total-Count') ?? Number.NaN);
  return { items: data, total: Number.isFinite(total) ? total : null };
}
