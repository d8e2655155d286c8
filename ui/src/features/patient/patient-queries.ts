import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';

export function usePatient(id: string) {
  return useQuery({
    queryKey: ['patient', id],
    queryFn: () => body(api.GET('/patients/{patient_id}', { params: { path: { patient_id: id } } })),
  });
}

/** Open and closed alerts of one patient. */
export function usePatientAlerts(id: string) {
  return useQuery({
    queryKey: ['alerts', 'patient', id],
    queryFn: () =>
      body(api.GET('/emergency/patients/{patient_id}/alerts', { params: { path: { patient_id: id } } })),
  });
}
