import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isAway, problemOf } from '../api/problem.ts';
import { sessionEnded } from '../features/session/session-store.ts';

const RETRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (problemOf(error).status === 401) sessionEnded();
      },
    }),
    defaultOptions: {
      queries: {
        // The event stream says when something changed. A focus or a timer never decides what a ward sees.
        refetchOnWindowFocus: false,
        staleTime: Number.POSITIVE_INFINITY,
        retry: (failures, error) => failures < RETRIES && isAway(problemOf(error)),
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
