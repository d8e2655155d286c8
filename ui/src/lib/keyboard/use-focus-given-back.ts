import { useEffect, useState } from 'react';

/** The control that opened what now takes the focus. An entry of a menu is gone by then: its menu's button stands for it. */
function opener(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role=menu]') ?? null;
  const control =
    menu === null ? active : document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return control instanceof HTMLElement ? control : null;
}

/** Whatever is drawn with this gives the focus back when it goes, unless something else has taken it meanwhile. */
export function useFocusGivenBack(): void {
  const [before] = useState(opener);
  useEffect(
    () => () => {
      // After the browser has taken the focus from what was removed.
      window.setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (!isLost) return;
        const back = before?.isConnected === true && before !== document.body ? before : null;
        (back ?? document.getElementById('main'))?.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
