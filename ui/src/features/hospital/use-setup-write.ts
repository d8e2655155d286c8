import { useMutation, useQueryClient } from '@tanstack/react-query';
import { say } from '../../lib/messages/messages.ts';
import { whileLinked } from '../workstation/while-linked.ts';

interface SetupWrite<Input, Output> {
  readonly send: (input: Input) => Promise<Output>;
  /** The sentence that says what is now so. */
  readonly done: (output: Output, input: Input) => string;
}

/** One change to the set-up. Everything that shows places is read again, whichever way it went. */
export function useSetupWrite<Input, Output>({ send, done }: SetupWrite<Input, Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => whileLinked(() => send(input)),
    onSuccess: (output, input) => {
      say({ tone: 'pass', title: done(output, input), text: '' });
    },
    onSettled: () => {
      for (const key of ['hospitals', 'wards', 'board', 'me'])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
