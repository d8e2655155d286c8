import { problemOf } from '../../api/problem.ts';

/**
 * What a 409 says stands now: a thing with a version, known by a field only it has. Null where the answer was not
 * that somebody saved in between.
 */
export function standing<Thing extends { readonly version: number }>(
  error: unknown,
  mark: keyof Thing & string,
): Thing | null {
  if (error === null) return null;
  const problem = problemOf(error);
  const { current } = problem;
  if (problem.status !== 409 || typeof current !== 'object' || current === null) return null;
  return mark in current && 'version' in current ? (current as Thing) : null;
}
