import { useEffect, useState } from 'react';
import { INERT_MS } from '../features/alert/marked-alert.ts';

/** True for 800 ms after the window has come up or the marked alert has become another: no key typed elsewhere answers. */
export function useInert(alertId: string): boolean {
  const [shown, setShown] = useState(0);
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const restart = () => {
      if (document.visibilityState === 'visible') setShown((count) => count + 1);
    };
    document.addEventListener('visibilitychange', restart);
    return () => {
      document.removeEventListener('visibilitychange', restart);
    };
  }, []);
  const key = `${alertId} ${shown}`;
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(key);
    }, INERT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [key]);
  return settled !== key;
}
