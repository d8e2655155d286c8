import { createContext, useContext } from 'react';
import type { BoardFilter } from './board-model.ts';

/** While a bed is being chosen, the board shows the same keys as the list beside it. */
export interface Targets {
  /** Whose bed it will be; null where they have none on the board yet. */
  readonly patientId: string | null;
  readonly numbers: ReadonlyMap<string, number>;
  readonly chosen: string | null;
}

/** What all cards of one board share. */
export interface BoardView {
  readonly filter: BoardFilter | null;
  readonly typed: string;
  readonly selected: string | null;
  readonly targets: Targets | null;
  readonly setTargets: (targets: Targets | null) => void;
  /** True for those who may admit, move and discharge. */
  readonly mayWrite: boolean;
  /** A click on a patient: opens them, or chooses their bed while one is being chosen. */
  readonly open: (patientId: string, bedId: string | null) => void;
  /** A click on a bed nobody lies in. */
  readonly openBed: (bedId: string) => void;
  /** A card has been dropped on a bed. Nothing happens before both names were read and confirmed. */
  readonly dropped: (patientId: string, bedId: string) => void;
}

const BoardViewContext = createContext<BoardView | null>(null);
export const BoardViewProvider = BoardViewContext.Provider;

export function useBoardView(): BoardView {
  const view = useContext(BoardViewContext);
  if (view === null) throw new Error('useBoardView is used outside a board');
  return view;
}
