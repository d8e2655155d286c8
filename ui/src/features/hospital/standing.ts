import { problemOf } from '../../api/problem.ts';

interface Versioned {
  readonly version: number;
}

/**
 * What stands now, where the answer was that somebody saved in between; else null. The refusal may carry it, known by
 * a field only such a thing has. Where it does not, the list read again behind the refusal does: `live` is then newer
 * than what the form began with.
 */
export function standing<Thing extends Versioned>(
  error: unknown,
  mark: keyof Thing & string,
  base: Thing | null = null,
  live: Thing | null = null,
): Thing | null {
  if (error === null) return null;
  const problem = problemOf(error);
  if (problem.status !== 409) return null;
  const { current } = problem;
  if (typeof current === 'object' && current !== null && mark in current && 'version' in current)
    return current as Thing;
  return base !== null && live !== null && live.version > base.version ? live : null;
}
