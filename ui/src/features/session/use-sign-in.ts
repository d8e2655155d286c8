import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNowMs, useNowMs } from '../../lib/time/clock.ts';
import { formatAge } from '../../lib/time/format.ts';
import { signIn } from './session-store.ts';

export interface SignInAttempt {
  readonly busy: boolean;
  /** Why it did not work and what to do, or null. */
  readonly problem: string | null;
  /** While set, no further attempt is taken. */
  readonly waiting: boolean;
  readonly run: (email: string, password: string) => void;
}

const DEFAULT_WAIT_S = 60;

export function useSignIn(): SignInAttempt {
  const { t } = useTranslation();
  const now = useNowMs();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [lockedUntil, setLockedUntil] = useState<number | null>(null);
  const waiting = lockedUntil !== null && now < lockedUntil;

  const run = (email: string, password: string) => {
    if (busy || waiting) return;
    if (email.trim() === '' || password === '') {
      setProblem(t('signIn.missing'));
      return;
    }
    setBusy(true);
    setProblem(null);
    signIn(email.trim(), password)
      .then((refusal) => {
        if (refusal === null) return;
        if (refusal?.status === 429)
          setLockedUntil(serverNowMs() + (refusal.retry_after ?? DEFAULT_WAIT_S) * 1000);
        else if (refusal?.status === 401) setProblem(t('signIn.wrong'));
        else setProblem(refusal?.detail ?? t('signIn.unreachable'));
      })
      .catch(() => {
        setProblem(t('signIn.unreachable'));
      })
      .finally(() => {
        setBusy(false);
      });
  };

  const locked = waiting ? t('signIn.locked', { wait: formatAge(now, lockedUntil) }) : null;
  return { busy, problem: locked ?? problem, waiting, run };
}
