import { useQuery } from '@tanstack/react-query';
import { platform } from '../../platform/current-platform.ts';
import { problemOf } from '../../api/problem.ts';
import type { Readiness as ReadyParts } from '../../api/types.ts';

export interface Readiness {
  /** Null where the server did not answer at all. */
  readonly ready: ReadyParts | null;
  readonly latencyMs: number;
  readonly checkedAtMs: number;
}

/** `/api/ready` answers 503 with the same body while something is missing, so it does not go through the funnel. */
async function readReadiness(): Promise<Readiness> {
  const started = performance.now();
  const request = new Request(`${platform.origin}/api/ready`);
  const response = await platform.fetch(request).catch((error: unknown) => {
    throw problemOf(error);
  });
  const ready = (await response.json().catch(() => null)) as Partial<ReadyParts> | null;
  return {
    ready: ready?.database === undefined ? null : (ready as ReadyParts),
    latencyMs: Math.round(performance.now() - started),
    checkedAtMs: Date.now(),
  };
}

export function useReadiness() {
  return useQuery({ queryKey: ['ready'], queryFn: readReadiness, refetchInterval: 10_000, retry: false });
}
