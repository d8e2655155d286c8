import { useRef, useState } from 'react';
import type { Board, Occupant } from '../../api/types.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { PatientPanel } from '../patient/PatientPanel.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import { BoardHeader } from './BoardHeader.tsx';
import { type BoardFilter, DENSE_FROM } from './board-model.ts';
import { BoardViewProvider } from './board-view.ts';
import { CardBoard } from './CardBoard.tsx';
import { DenseBoard } from './DenseBoard.tsx';
import { useBoardKeys } from './use-board-keys.ts';
import classes from './WardBoard.module.css';

interface WardBoardProps {
  readonly board: Board;
  readonly onWard: (wardId: string) => void;
}

interface Opened {
  readonly patientId: string;
  readonly place: string;
}

export function WardBoard({ board, onWard }: WardBoardProps) {
  const link = useLinkStatus();
  const cards = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState<BoardFilter | null>(null);
  const [typed, setTyped] = useState('');
  const [dense, setDense] = useState<boolean | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const isDense = dense ?? board.beds.length >= DENSE_FROM;
  useBoardKeys(cards);
  useKeys({
    D: () => {
      setDense(!isDense);
      return true;
    },
  });
  const open = (patientId: string, place: string) => {
    setOpened({ patientId, place });
  };
  const occupant = opened === null ? null : occupantOf(board, opened.patientId);
  return (
    <BoardViewProvider value={{ filter, typed, open, selected: opened?.patientId ?? null }}>
      <BoardHeader
        board={board}
        filter={filter}
        onFilter={setFilter}
        typed={typed}
        onTyped={setTyped}
        dense={isDense}
        onDense={setDense}
        onWard={onWard}
      />
      <div className={classes.area} data-lost={link.state === 'lost' || undefined}>
        <div ref={cards} className={classes.cards}>
          {isDense ? <DenseBoard board={board} /> : <CardBoard board={board} />}
        </div>
        {occupant === null || opened === null ? null : (
          <PatientPanel
            key={opened.patientId}
            occupant={occupant}
            place={opened.place}
            onClose={() => {
              setOpened(null);
            }}
          />
        )}
      </div>
    </BoardViewProvider>
  );
}

/** Read anew from the board each time, so that an open panel follows what happens. */
function occupantOf(board: Board, patientId: string): Occupant | null {
  const inBed = board.beds.find((bed) => bed.occupant?.patient.id === patientId)?.occupant;
  return inBed ?? board.no_bed.find((away) => away.patient.id === patientId) ?? null;
}
