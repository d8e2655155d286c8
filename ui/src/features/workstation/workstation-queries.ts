import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { errorWords } from '../../lib/errors/error-words.ts';
import { say } from '../../lib/messages/messages.ts';

const REFRESH_MS = 15_000;

/** Who listens changes without an event of its own, so this one list is read again while it is open. */
export function useStations() {
  return useQuery({
    queryKey: ['stations'],
    queryFn: () => body(api.GET('/workstations')),
    refetchInterval: REFRESH_MS,
  });
}

export function useRemoveStation() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (station: { readonly id: string; readonly name: string }) =>
      api.DELETE('/workstations/{id}', { params: { path: { id: station.id } } }),
    onSuccess: (_answer, station) => {
      say({ tone: 'pass', title: t('stations.removed', { name: station.name }), text: '' });
    },
    onError: (error, station) => {
      say({
        tone: 'stop',
        title: t('stations.notRemoved', { name: station.name }),
        text: errorWords(problemOf(error), t),
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['stations'] }),
  });
}

export interface CodeRequest {
  readonly hospitalId: string;
  readonly wardIds: readonly string[];
}

export function useMakeCode() {
  return useMutation({
    mutationFn: ({ hospitalId, wardIds }: CodeRequest) =>
      body(
        api.POST('/workstations/enrolment-codes', {
          body: { hospital_id: hospitalId, ward_ids: [...wardIds] },
        }),
      ),
  });
}

export function useHospitalWards(hospitalId: string | undefined) {
  return useQuery({
    queryKey: ['wards', hospitalId],
    enabled: hospitalId !== undefined,
    queryFn: () =>
      body(
        api.GET('/hospitals/{hospital_name}/wards', {
          params: { path: { hospital_name: hospitalId ?? '' } },
        }),
      ),
  });
}
