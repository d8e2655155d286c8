import { useEffect } from 'react';
import type { BedOption } from '../../api/types.ts';
import { useBoardView } from '../ward/board-view.ts';
import { numbered } from './bed-queries.ts';

/** Shows on the board which beds are offered, under the same keys as in the list. */
export function useTargets(
  patientId: string | null,
  options: readonly BedOption[] | undefined,
  chosen: string | null,
): void {
  const { setTargets } = useBoardView();
  // The options are a new list on every reading; what counts is which bed has which key.
  const keys = options === undefined ? null : JSON.stringify([...numbered(options)]);
  useEffect(() => {
    if (keys === null) {
      setTargets(null);
      return undefined;
    }
    setTargets({ patientId, chosen, numbers: new Map(JSON.parse(keys) as [string, number][]) });
    return () => {
      setTargets(null);
    };
  }, [setTargets, patientId, chosen, keys]);
}
