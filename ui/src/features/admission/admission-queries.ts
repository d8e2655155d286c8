import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';

export function useAdmission(id: string) {
  return useQuery({
    queryKey: ['admission', id],
    queryFn: () => body(api.GET('/admissions/{id}', { params: { path: { id } } })),
    staleTime: 0,
  });
}

/** Whoever matches by name, code, phone or birth date; nothing is asked for fewer than two letters. */
export function usePatientSearch(words: string) {
  return useQuery({
    queryKey: ['patient-search', words],
    queryFn: () => body(api.GET('/patients/search', { params: { query: { q: words, limit: 8 } } })),
    enabled: words.length >= 2,
    staleTime: 0,
  });
}

export function usePatientRecord(id: string | null) {
  return useQuery({
    queryKey: ['patient', id],
    queryFn: () => body(api.GET('/patients/{patient_id}', { params: { path: { patient_id: id ?? '' } } })),
    enabled: id !== null,
  });
}

export function useHospitalDoctors(hospitalId: string) {
  return useQuery({
    queryKey: ['hospital', hospitalId, 'doctors', 'current'],
    queryFn: () =>
      body(
        api.GET('/hospitals/{hospital_name}/doctors', {
          params: { path: { hospital_name: hospitalId }, query: { current_only: true } },
        }),
      ),
    staleTime: 60_000,
  });
}

export function useOtherHospitals(own: string) {
  return useQuery({
    queryKey: ['hospitals'],
    queryFn: () => body(api.GET('/hospitals', { params: { query: { limit: 100 } } })),
    staleTime: 60_000,
    select: (hospitals) => hospitals.filter((hospital) => hospital.id !== own && hospital.is_active),
  });
}

/** Patients on their way to this hospital or away from it. */
export function useTransfers(hospitalId: string, enabled = true) {
  return useQuery({
    queryKey: ['transfers', hospitalId],
    queryFn: () =>
      body(
        api.GET('/hospitals/{hospital_name}/transfers', {
          params: { path: { hospital_name: hospitalId }, query: { open_only: true } },
        }),
      ),
    enabled,
  });
}
