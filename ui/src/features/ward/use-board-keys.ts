import { type RefObject, useEffect } from 'react';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { type Direction, nearest } from './nearest.ts';

const CARD = '[data-bed-card]';

/** Arrows go where the eye goes, J and K to the next and the one before. Works for cards and for rows alike. */
export function useBoardKeys(container: RefObject<HTMLElement | null>): void {
  const cards = () => [...(container.current?.querySelectorAll<HTMLElement>(CARD) ?? [])];
  // Tab enters the board once and leaves it again, to whatever stands beside it.
  useEffect(() => {
    const all = cards();
    const current =
      all.find((card) => card === document.activeElement) ??
      all.find((card) => card.tabIndex === 0) ??
      all[0];
    for (const card of all) card.tabIndex = card === current ? 0 : -1;
  });
  const isFree = () => {
    const active = document.activeElement;
    return (
      active === null ||
      active === document.body ||
      container.current?.contains(active) === true ||
      active.id === 'main'
    );
  };
  const move =
    (pick: (all: readonly HTMLElement[], current: HTMLElement | null) => HTMLElement | undefined) => () => {
      if (!isFree()) return false;
      const all = cards();
      const active = document.activeElement;
      const current = active instanceof HTMLElement && all.includes(active) ? active : null;
      const next = current === null ? all[0] : pick(all, current);
      if (next !== undefined) {
        for (const card of all) card.tabIndex = card === next ? 0 : -1;
        next.focus();
      }
      return true;
    };
  const step = (by: 1 | -1) =>
    move((all, current) => (current === null ? undefined : all[all.indexOf(current) + by]));
  const go = (direction: Direction) =>
    move((all, current) => {
      if (current === null) return undefined;
      const boxes = all.map((card) => card.getBoundingClientRect());
      return all[nearest(boxes, all.indexOf(current), direction) ?? -1];
    });
  useKeys({
    ArrowLeft: go('left'),
    ArrowRight: go('right'),
    ArrowUp: go('up'),
    ArrowDown: go('down'),
    J: step(1),
    K: step(-1),
  });
}
