import { type DragEvent, useState } from 'react';
import { useBoardView } from './board-view.ts';

const KIND = 'application/x-cloudcare-patient';

/** Lets a patient's card be picked up. T and a number do the same without a mouse. */
export function useCardDrag(patientId: string) {
  const { mayWrite } = useBoardView();
  if (!mayWrite) return {};
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(KIND, patientId);
      event.dataTransfer.effectAllowed = 'move';
    },
  };
}

/** Lets a card be dropped on a bed. Dropping asks; it moves nobody by itself. */
export function useBedDrop(bedId: string) {
  const { mayWrite, dropped } = useBoardView();
  const [isOver, setIsOver] = useState(false);
  if (!mayWrite) return { isOver: false, handlers: {} };
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(KIND)) return;
        event.preventDefault();
        setIsOver(true);
      },
      onDragLeave: () => {
        setIsOver(false);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setIsOver(false);
        const patientId = event.dataTransfer.getData(KIND);
        if (patientId !== '') dropped(patientId, bedId);
      },
    },
  };
}
