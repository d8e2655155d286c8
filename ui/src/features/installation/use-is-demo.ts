import { useStation } from '../workstation/station-store.ts';
import { useInstallation } from './use-installation.ts';

/** True as soon as either the server or the shell says so: the mark must never be missing. */
export function useIsDemo(): boolean {
  const station = useStation();
  const installation = useInstallation();
  return installation.data?.is_demo === true || station?.mode === 'demo';
}
