import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../../api/problem.ts';
import { say } from '../../../lib/messages/messages.ts';
import { isLinkLost } from '../../workstation/live-link.ts';

interface ChartWrite<V, R> {
  readonly send: (values: V) => Promise<R>;
  /** What was done, in one line with the name of the patient. */
  readonly done: string;
  readonly onDone?: (result: R) => void;
}

/** Writes to a chart. What failed stays in its form and says so there; what worked is read again and said. */
export function useChartWrite<V, R>({ send, done, onDone }: ChartWrite<V, R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: V) => (isLinkLost() ? Promise.reject<R>(problemOf(null)) : send(values)),
    onSuccess: (result) => {
      say({ tone: 'pass', title: done, text: '' });
      onDone?.(result);
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['patient'] }),
        client.invalidateQueries({ queryKey: ['patients'] }),
        client.invalidateQueries({ queryKey: ['board'] }),
        // A name that is on an alert, or a death that closes it.
        client.invalidateQueries({ queryKey: ['alerts'] }),
      ]),
  });
}
