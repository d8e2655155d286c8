import { useEffect, useRef } from 'react';

/** `Alt A`, `F1`, `/`, `ArrowDown`, `Enter`… mapped to what they do. Return false to let the key pass. */
export type KeyBindings = Readonly<Record<string, (event: KeyboardEvent) => boolean | undefined>>;

/** True while a person is writing: single letters then belong to the text, chords do not. */
function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/**
 * The name of a key press as it is printed on a key cap. Ctrl with Alt is AltGr on many keyboards, where it types a
 * letter: it is never a chord here.
 */
export function keyName(event: KeyboardEvent): string | null {
  if (event.ctrlKey && event.altKey) return null;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (event.altKey) return `Alt ${letter ?? digit ?? event.key}`;
  if (event.ctrlKey || event.metaKey) return `Ctrl ${letter ?? digit ?? event.key}`;
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

/** Listens on the whole window. The component mounted last hears a key first and may keep it to itself. */
export function useKeys(bindings: KeyBindings, enabled = true): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const entry = (event: KeyboardEvent): boolean => {
      const name = keyName(event);
      if (name === null) return false;
      const chord = name.includes(' ') || /^F\d+$/.test(name) || name === 'Escape';
      if (!chord && isWriting(event.target)) return false;
      const action = current.current[name];
      return action !== undefined && action(event) !== false;
    };
    stack.push(entry);
    return () => {
      stack.splice(stack.indexOf(entry), 1);
    };
  }, [enabled]);
}

const stack: ((event: KeyboardEvent) => boolean)[] = [];

window.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  for (const entry of [...stack].reverse()) {
    if (entry(event)) {
      event.preventDefault();
      return;
    }
  }
});
