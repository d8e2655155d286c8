import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, body } from '../../../api/client.ts';
import { type PageOf, pageOf } from '../../../api/page.ts';
import { ApiProblem, NOT_SENT } from '../../../api/problem.ts';
import type { Admission, TimelineEntry } from '../../../api/types.ts';

const path = (patientId: string) => ({ path: { patient_id: patientId } });
const ENTRIES = 50;
export const STAYS = 20;

export function useAllergies(patientId: string) {
  return useQuery({
    queryKey: ['patient', patientId, 'allergies'],
    queryFn: () => body(api.GET('/patients/{patient_id}/allergies', { params: path(patientId) })),
  });
}

export function useConditions(patientId: string) {
  return useQuery({
    queryKey: ['patient', patientId, 'conditions'],
    queryFn: () => body(api.GET('/patients/{patient_id}/conditions', { params: path(patientId) })),
  });
}

export function useContacts(patientId: string) {
  return useQuery({
    queryKey: ['patient', patientId, 'contacts'],
    queryFn: () => body(api.GET('/patients/{patient_id}/family-contacts', { params: path(patientId) })),
  });
}

export function useAdmissions(patientId: string, page: number) {
  return useQuery({
    queryKey: ['patient', patientId, 'admissions', page],
    queryFn: (): Promise<PageOf<Admission>> =>
      pageOf(
        api.GET('/patients/{patient_id}/admissions', {
          params: { ...path(patientId), query: { skip: page * STAYS, limit: STAYS } },
        }),
      ),
  });
}

export function useAdmissionEvents(admissionId: string) {
  return useQuery({
    queryKey: ['patient', 'admission-events', admissionId],
    queryFn: () => body(api.GET('/admissions/{id}/events', { params: { path: { id: admissionId } } })),
  });
}

interface TimelinePage {
  readonly entries: readonly TimelineEntry[];
  /** Where the next piece begins; null at the end. */
  readonly next: string | null;
}

/** The `after` of the address that the answer names as the next piece. */
function nextOf(response: Response): string | null {
  const link = /<([^>]+)>;\s*rel="?next"?/.exec(response.headers.get('Link') ?? '')?.[1];
  return link === undefined ? null : new URL(link, window.location.origin).searchParams.get('after');
}

/** What happened to the patient, the newest first, in pieces. `kind` null is everything. */
export function useTimeline(patientId: string, kind: TimelineEntry['kind'] | null, limit = ENTRIES) {
  return useInfiniteQuery({
    queryKey: ['patient', patientId, 'records', kind, limit],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<TimelinePage> => {
      const { data, response } = await api.GET('/patients/{patient_id}/records', {
        params: {
          ...path(patientId),
          query: {
            limit,
            ...(kind === null ? {} : { kind }),
            ...(pageParam === null ? {} : { after: pageParam }),
          },
        },
        signal,
      });
      if (data === undefined) throw new ApiProblem({}, NOT_SENT);
      return { entries: data, next: nextOf(response) };
    },
    getNextPageParam: (page) => page.next,
  });
}
