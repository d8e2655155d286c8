import { useEffect, useRef, useState } from 'react';

export const HOLD_MS = 2_000;

interface Identified {
  readonly alert_id: string;
}

export interface HeldOrder<Item> {
  readonly shown: readonly Item[];
  /** How many have come since the order is held. */
  readonly newer: number;
  /** To be called on every pointer or key in the list. */
  readonly touch: () => void;
}

/**
 * Nothing moves under the pointer: for two seconds after a pointer or key in the list its order stays, rows keep
 * their place while their content follows, and what is new is counted instead of shown.
 */
export function useHeldOrder<Item extends Identified>(items: readonly Item[]): HeldOrder<Item> {
  const [held, setHeld] = useState<readonly Item[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const touch = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setHeld(null);
    }, HOLD_MS);
    setHeld((before) => before ?? items);
  };
  if (held === null) return { shown: items, newer: 0, touch };
  const current = new Map(items.map((item) => [item.alert_id, item]));
  const known = new Set(held.map((item) => item.alert_id));
  return {
    shown: held.flatMap((item) => {
      const latest = current.get(item.alert_id);
      return latest === undefined ? [] : [latest];
    }),
    newer: items.filter((item) => !known.has(item.alert_id)).length,
    touch,
  };
}
