import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { pauseSoundHere } from '../workstation/pause-sound.ts';

/** The alert window takes no focus, so its chords are heard here, in the window that has the keyboard. */
export function useAlertWindowKeys(): void {
  useKeys({
    'Alt U': () => {
      document.querySelector<HTMLInputElement>('input[autocomplete="username"]')?.focus();
      return true;
    },
    'Alt P': () => {
      pauseSoundHere();
      return true;
    },
  });
}
