import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ApiProblem, isAway, problemOf } from '../../api/problem.ts';
import { panelEntry } from '../../lib/entry/entry.ts';
import { say } from '../../lib/messages/messages.ts';
import { isLinkLost } from '../workstation/live-link.ts';

/** Shorter waits say nothing. */
const SHOW_SAVING_AFTER_MS = 300;

export interface Write<V> {
  readonly run: (input: V) => void;
  readonly isPending: boolean;
  /** True once it takes long enough to say that it does. */
  readonly isSlow: boolean;
  /** Why the last try was not saved; null where there was none. */
  readonly problem: ApiProblem | null;
  readonly reset: () => void;
}

interface WriteOptions<V, R> {
  readonly send: (input: V) => Promise<R>;
  /** The sentence that says what is now so. */
  readonly done: (result: R, input: V) => string;
  readonly onDone: (result: R, input: V) => void;
}

/**
 * One write of a form. It never goes out twice at once, never while the link is lost, and where the answer was that
 * something had changed, the board is read again so that the form shows what stands now.
 */
export function useWrite<V, R>({ send, done, onDone }: WriteOptions<V, R>): Write<V> {
  const client = useQueryClient();
  const readAll = () => {
    for (const key of ['board', 'bed-options', 'admission', 'transfers', 'patient'])
      void client.invalidateQueries({ queryKey: [key] });
  };
  const mutation = useMutation({
    mutationFn: (input: V) => (isLinkLost() ? Promise.reject(problemOf(null)) : send(input)),
    onSuccess: (result, input) => {
      say({ tone: 'pass', title: done(result, input), text: '' });
      readAll();
      panelEntry.end();
      onDone(result, input);
    },
    onError: (error) => {
      if (!isAway(problemOf(error))) readAll();
    },
  });
  const isSlow = useLate(mutation.isPending);
  return {
    run: (input) => {
      if (!mutation.isPending) mutation.mutate(input);
    },
    isPending: mutation.isPending,
    isSlow,
    problem: mutation.error === null ? null : problemOf(mutation.error),
    reset: mutation.reset,
  };
}

function useLate(pending: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!pending) return undefined;
    const timer = setTimeout(() => {
      setLate(true);
    }, SHOW_SAVING_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [pending]);
  return pending && late;
}
