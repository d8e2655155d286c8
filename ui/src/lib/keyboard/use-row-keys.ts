import { type RefObject, useRef } from 'react';
import { useScreenKeys } from './use-screen-keys.ts';

/** Arrows, or J and K, move over what carries `data-row` inside; Enter is the link's or button's own. */
export function useRowKeys<List extends HTMLElement>(enabled = true): RefObject<List | null> {
  const list = useRef<List>(null);
  const move = (step: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.findIndex((row) => row === document.activeElement);
    const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step];
    next?.focus();
    return next !== undefined;
  };
  useScreenKeys(
    { ArrowDown: () => move(1), J: () => move(1), ArrowUp: () => move(-1), K: () => move(-1) },
    enabled,
  );
  return list;
}
