import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '../../../api/client.ts';
import { ApiProblem, NOT_SENT } from '../../../api/problem.ts';
import type { PatientSummary } from '../../../api/types.ts';

const PAUSE_MS = 120;
const HITS = 20;
/** A hit list is true for the moment: who comes back to it gets a new one. */
const KEEP_MS = 10_000;
export const PAGE = 50;

/** The query of what was typed. Newer letters cancel the request of older ones. */
export function searchQuery(typed: string) {
  return queryOptions({
    queryKey: ['patients', 'search', typed],
    queryFn: ({ signal }) =>
      body(api.GET('/patients/search', { params: { query: { q: typed, limit: HITS } }, signal })),
    staleTime: 0,
    gcTime: KEEP_MS,
  });
}

/** Hits as one types. `isBehind` while the list on the screen belongs to older letters. */
export function usePatientSearch(text: string) {
  const wanted = text.trim();
  const [typed] = useDebouncedValue(wanted, PAUSE_MS);
  const asks = wanted !== '';
  const query = useQuery({
    ...searchQuery(typed),
    enabled: asks && typed !== '',
    placeholderData: keepPreviousData,
  });
  const isBehind = asks && (typed !== wanted || query.isPlaceholderData || query.isPending);
  return { query, hits: asks && typed !== '' ? (query.data ?? []) : [], typed: wanted, asks, isBehind };
}

export interface PatientPage {
  readonly patients: readonly PatientSummary[];
  /** Exact up to a thousand; absent beyond. */
  readonly total: number | null;
}

export function usePatientList(page: number, emergencyOnly: boolean, text: string) {
  const [q] = useDebouncedValue(text.trim(), PAUSE_MS);
  return useQuery({
    queryKey: ['patients', 'list', page, emergencyOnly, q],
    queryFn: async ({ signal }): Promise<PatientPage> => {
      const { data, response } = await api.GET('/patients', {
        params: {
          query: {
            skip: page * PAGE,
            limit: PAGE,
            ...(emergencyOnly ? { emergency_only: true } : {}),
            ...(q === '' ? {} : { q }),
          },
        },
        signal,
      });
      if (data === undefined) throw new ApiProblem({}, NOT_SENT);
      const total = response.headers.get('X-Total-Count');
      return { patients: data, total: total === null ? null : Number(total) };
    },
    staleTime: 0,
    gcTime: KEEP_MS,
    placeholderData: keepPreviousData,
  });
}
