import { type KeyBindings, useKeys } from './use-keys.ts';

/** Keys of a screen: silent while a dialog stands over it, whatever has the focus there. */
export function useScreenKeys(bindings: KeyBindings, enabled = true): void {
  useKeys(
    Object.fromEntries(
      Object.entries(bindings).map(([key, action]) => [
        key,
        (event: KeyboardEvent) =>
          document.querySelector('[role="dialog"]') === null ? action(event) : false,
      ]),
    ),
    enabled,
  );
}
