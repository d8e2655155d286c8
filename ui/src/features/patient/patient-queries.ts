import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';

export function usePatient(id: string) {
  return useQuery({
    queryKey: ['patient', id],
    queryFn: () => body(api.GET('/api/patients/{id}', { params: { path: { id } } })),
  });
}

/** Open and closed alerts of one patient. */
export function usePatientAlerts(id: string) {
  return useQuery({
    queryKey: ['alerts', 'patient', id],
    queryFn: () => body(api.GET('/api/emergency/patients/{id}/alerts', { params: { path: { id } } })),
  });
}
