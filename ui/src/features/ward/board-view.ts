import { createContext, useContext } from 'react';
import type { BoardFilter } from './board-model.ts';

/** What all cards of one board share. */
export interface BoardView {
  readonly filter: BoardFilter | null;
  readonly typed: string;
  readonly selected: string | null;
  readonly open: (patientId: string, place: string) => void;
}

const BoardViewContext = createContext<BoardView | null>(null);
export const BoardViewProvider = BoardViewContext.Provider;

export function useBoardView(): BoardView {
  const view = useContext(BoardViewContext);
  if (view === null) throw new Error('useBoardView is used outside a board');
  return view;
}
