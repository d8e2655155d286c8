import type { Window } from './station.ts';

/** Notes, by the page's own clock, when the window came on the screen and was painted. The page and this program
 * share the machine's clock, so that nothing of the driver is in the figure. */
export async function noteWhenShown(window: Window): Promise<void> {
  await window.run(`
    window.shownAt = [];
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      requestAnimationFrame(() => requestAnimationFrame(() => window.shownAt.push(Date.now())));
    });`);
}

/** When it was shown since `noteWhenShown`, in milliseconds since 1970. */
export function shownAt(window: Window): Promise<number[]> {
  return window.run<number[]>('return window.shownAt');
}
