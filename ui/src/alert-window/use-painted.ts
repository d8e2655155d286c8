import { useEffect } from 'react';
import type { Alert } from '../api/types.ts';
import type { AlertWindowPort } from '../platform/platform.ts';

/**
 * Tells the shell which alerts are on the screen. Two frames after the change the browser has painted them; a hidden
 * window gets no frames, so it reports nothing.
 */
export function usePainted(port: AlertWindowPort, alerts: readonly Alert[]): void {
  const ids = alerts.map((alert) => alert.alert_id).join(' ');
  useEffect(() => {
    if (ids === '') return undefined;
    let frame = 0;
    const report = () => {
      cancelAnimationFrame(frame);
      if (document.visibilityState !== 'visible') return;
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          port.displayed(ids.split(' ')).catch(() => undefined);
        });
      });
    };
    report();
    document.addEventListener('visibilitychange', report);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', report);
    };
  }, [ids, port]);
}
