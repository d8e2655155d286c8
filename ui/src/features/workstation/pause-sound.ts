import { platform } from '../../platform/current-platform.ts';
import { acceptStation } from './station-store.ts';

/** A pause from the lock or sign-in screen is anonymous, local and short (safety rules, lock). */
const PAUSE_S = 60;

/** Pauses the sound of this station. A refusal leaves it sounding, which everybody hears. */
export function pauseSoundHere(): void {
  platform.station?.pauseSound(PAUSE_S).then(acceptStation, () => undefined);
}
