import type { Platform } from './platform.ts';
import { tauriPlatform } from './tauri/tauri-platform.ts';
import { webPlatform } from './web/web-platform.ts';

declare global {
  interface Window {
    /** Put there by the desktop shell before any script runs. */
    readonly __TAURI_INTERNALS__?: unknown;
  }
}

export const platform: Platform = window.__TAURI_INTERNALS__ === undefined ? webPlatform : tauriPlatform;
