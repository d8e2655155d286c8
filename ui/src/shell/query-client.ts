import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isAway, mayPass, problemOf } from '../api/problem.ts';
import { sessionEnded } from '../features/session/session-store.ts';

const RETRIES = 2;
const TRY_AGAIN_MS = 5_000;

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
        // A reading that failed leaves old data on the screen, and no further event may come to ask for it again.
        refetchInterval: (query) =>
          query.state.error !== null && mayPass(problemOf(query.state.error)) ? TRY_AGAIN_MS : false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
