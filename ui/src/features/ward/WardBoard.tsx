import { useMemo, useRef, useState } from 'react';
import type { Board } from '../../api/types.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { useMe } from '../session/me.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import { BoardHeader } from './BoardHeader.tsx';
import { type BoardFilter, DENSE_FROM } from './board-model.ts';
import { useBoardPlace } from './board-place.ts';
import { type BoardView, BoardViewProvider, type Targets } from './board-view.ts';
import { BoardSide } from './BoardSide.tsx';
import { CardBoard } from './CardBoard.tsx';
import { DenseBoard } from './DenseBoard.tsx';
import { useBoardKeys } from './use-board-keys.ts';
import { useSize } from './use-size.ts';
import classes from './WardBoard.module.css';

interface WardBoardProps {
  readonly boards: readonly Board[];
  readonly onWard: (wardId: string) => void;
}

export function WardBoard({ boards, onWard }: WardBoardProps) {
  const link = useLinkStatus();
  const place = useBoardPlace();
  const mayWrite = useMe().permissions.includes('admission_write');
  const cards = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState<BoardFilter | null>(null);
  const [typed, setTyped] = useState('');
  const [dense, setDense] = useState<boolean | null>(null);
  const [targets, setTargets] = useState<Targets | null>(null);
  const beds = boards.reduce((sum, board) => sum + board.beds.length, 0);
  const isDense = dense ?? beds >= DENSE_FROM;
  const size = useSize(cards);
  useBoardKeys(cards);
  const focused = (name: 'patient' | 'emptyBed') =>
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset[name] : undefined;
  useKeys({
    D: () => {
      setDense(!isDense);
      return true;
    },
    T: () => {
      const patient = focused('patient') ?? place.patient;
      if (!mayWrite || patient === null) return false;
      place.go({ panel: 'transfer', patient });
      return true;
    },
    A: () => {
      if (!mayWrite) return false;
      const bed = focused('emptyBed');
      place.go({ panel: 'admit', ...(bed === undefined ? {} : { bed }) });
      return true;
    },
  });
  const { go, panel, patient: about } = place;
  // The same object while nothing of it changes: a card is drawn again only when its own bed has changed.
  const view = useMemo((): BoardView => {
    const choose = (bed: string) => {
      go(
        { ...(panel === null ? {} : { panel }), ...(about === null ? {} : { patient: about }), bed },
        'replace',
      );
    };
    return {
      filter,
      typed,
      selected: about,
      targets,
      setTargets,
      mayWrite,
      open: (patient, bed) => {
        if (targets === null || bed === null) go({ patient });
        else if (patient !== targets.patientId) choose(bed);
      },
      openBed: (bed) => {
        if (targets === null) go({ panel: 'bed', bed });
        else choose(bed);
      },
      dropped: (patient, bed) => {
        go({ panel: 'transfer', patient, bed });
      },
    };
  }, [filter, typed, targets, mayWrite, go, panel, about]);
  return (
    <BoardViewProvider value={view}>
      <BoardHeader
        boards={boards}
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
          {isDense ? <DenseBoard boards={boards} size={size} /> : <CardBoard boards={boards} size={size} />}
        </div>
        <BoardSide boards={boards} wardId={boards.length === 1 ? (boards[0]?.ward.id ?? null) : null} />
      </div>
    </BoardViewProvider>
  );
}
