import { useState } from 'react';
import type { StationState } from '../../platform/station-state.ts';
import { acceptStation } from '../workstation/station-store.ts';

export interface StationCommand {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly run: (command: () => Promise<StationState>) => void;
}

/** Runs one command of the shell at a time and keeps the words of its refusal. */
export function useStationCommand(): StationCommand {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = (command: () => Promise<StationState>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    command()
      .then(acceptStation, (reason: unknown) => {
        setProblem(reason instanceof Error ? reason.message : String(reason));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { busy, problem, run };
}
