import { type Query, type QueryClient, type QueryKey, hashKey } from '@tanstack/react-query';

const lanes = new WeakMap<QueryClient, Map<string, { again: boolean }>>();

/**
 * Reads what the screens show anew, because the server said that it changed. A reading already under way may have
 * been answered before the change, so another follows it: `invalidateQueries` alone would join a first reading and
 * take its old answer for the new one. One reading at a time, and one more at its end however many changes came
 * meanwhile: a storm of events neither starves the screen nor floods the server.
 */
export function readAgain(client: QueryClient, queryKey: QueryKey): void {
  void client.invalidateQueries({ queryKey, refetchType: 'none' });
  const running = lanesOf(client);
  const lane = hashKey(queryKey);
  const before = running.get(lane);
  if (before !== undefined) {
    before.again = true;
    return;
  }
  // Exactly those that `refetchQueries` waits for: counting one that it does not wait for would ask without end.
  const shown = { queryKey, type: 'active', predicate: (query: Query) => !query.isDisabled() } as const;
  const current = { again: false };
  running.set(lane, current);
  const read = async (): Promise<void> => {
    do {
      current.again = client.isFetching(shown) > 0;
      await client.refetchQueries(shown, { cancelRefetch: false });
    } while (current.again);
    running.delete(lane);
  };
  void read().catch(() => {
    running.delete(lane);
  });
}

function lanesOf(client: QueryClient): Map<string, { again: boolean }> {
  const known = lanes.get(client) ?? new Map<string, { again: boolean }>();
  lanes.set(client, known);
  return known;
}
