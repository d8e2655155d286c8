import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';

/** One installation keeps few hospitals; a list of more than this would need a search. */
const MOST_HOSPITALS = 200;
/** No event tells of the set-up, so what is open is read again now and then, and whenever it is opened. */
const READ_AGAIN = { staleTime: 0, refetchInterval: 30_000 } as const;

export function useHospitals() {
  return useQuery({
    queryKey: ['hospitals', 'list'],
    ...READ_AGAIN,
    queryFn: () => body(api.GET('/hospitals', { params: { query: { limit: MOST_HOSPITALS } } })),
  });
}

export function useDepartments(hospitalId: string, enabled = true) {
  return useQuery({
    queryKey: ['hospitals', hospitalId, 'departments'],
    enabled,
    ...READ_AGAIN,
    queryFn: () =>
      body(
        api.GET('/hospitals/{hospital_name}/departments', {
          params: { path: { hospital_name: hospitalId } },
        }),
      ),
  });
}

export function useWards(hospitalId: string) {
  return useQuery({
    queryKey: ['hospitals', hospitalId, 'wards'],
    ...READ_AGAIN,
    queryFn: () =>
      body(api.GET('/hospitals/{hospital_name}/wards', { params: { path: { hospital_name: hospitalId } } })),
  });
}

export function useWardBeds(hospitalId: string, wardId: string) {
  return useQuery({
    queryKey: ['hospitals', hospitalId, 'beds', wardId],
    ...READ_AGAIN,
    queryFn: () =>
      body(
        api.GET('/hospitals/{hospital_name}/wards/{id}/beds', {
          params: { path: { hospital_name: hospitalId, id: wardId } },
        }),
      ),
  });
}

export function useStatistics(hospitalId: string) {
  return useQuery({
    queryKey: ['hospitals', hospitalId, 'statistics'],
    ...READ_AGAIN,
    queryFn: () =>
      body(
        api.GET('/hospitals/{hospital_name}/statistics', {
          params: { path: { hospital_name: hospitalId } },
        }),
      ),
  });
}
