import { useQueries } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';
import type { Board } from '../../api/types.ts';

export interface Boards {
  /** All that were asked for, or null until each has been read once. */
  readonly boards: readonly Board[] | null;
  /** Why what is shown may be old, or why there is nothing. */
  readonly error: Error | null;
  readonly refetch: () => void;
}

/** One board per ward, each under its own key: an event about one ward reads that ward alone. */
export function useBoards(wardIds: readonly string[]): Boards {
  return useQueries({
    queries: wardIds.map((id) => ({
      queryKey: ['board', id],
      queryFn: () => body(api.GET('/wards/{id}/board', { params: { path: { id } } })),
    })),
    combine: (queries) => {
      const read = queries.flatMap((query) => query.data ?? []);
      return {
        boards: read.length === queries.length ? read : null,
        error: queries.find((query) => query.isError)?.error ?? null,
        refetch: () => {
          for (const query of queries) if (query.isError) void query.refetch();
        },
      };
    },
  });
}
