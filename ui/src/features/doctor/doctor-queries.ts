import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client.ts';
import { pageOf } from '../../api/page.ts';

export const DOCTORS_PER_PAGE = 25;
const MOST_OF_ONE = 200;
/** No event tells of doctors, so what is open is read again now and then, and whenever it is opened. */
const READ_AGAIN = { staleTime: 0, refetchInterval: 30_000 } as const;

export interface DoctorFilter {
  readonly q: string;
  readonly specialization: string;
  readonly availableOnly: boolean;
  readonly skip: number;
}

export function useDoctors(filter: DoctorFilter, size = DOCTORS_PER_PAGE, enabled = true) {
  return useQuery({
    queryKey: ['doctors', 'list', filter, size],
    enabled,
    placeholderData: keepPreviousData,
    ...READ_AGAIN,
    queryFn: () =>
      pageOf(
        api.GET('/doctors', {
          params: {
            query: {
              skip: filter.skip,
              limit: size,
              ...(filter.q === '' ? {} : { q: filter.q }),
              ...(filter.specialization === '' ? {} : { specialization: filter.specialization }),
              ...(filter.availableOnly ? { available_only: true } : {}),
            },
          },
        }),
      ),
  });
}

export function useDoctor(id: string) {
  return useQuery({
    queryKey: ['doctors', 'one', id],
    ...READ_AGAIN,
    queryFn: () => body(api.GET('/doctors/{doctor_id}', { params: { path: { doctor_id: id } } })),
  });
}

/** Current patients alone, or all with those of the past. */
export function useDoctorPatients(id: string, currentOnly: boolean) {
  return useQuery({
    queryKey: ['doctors', 'patients', id, currentOnly],
    ...READ_AGAIN,
    queryFn: () =>
      pageOf(
        api.GET('/doctors/{doctor_id}/patients', {
          params: { path: { doctor_id: id }, query: { current_only: currentOnly, limit: MOST_OF_ONE } },
        }),
      ),
  });
}

export function useDoctorHospitals(id: string) {
  return useQuery({
    queryKey: ['doctors', 'hospitals', id],
    ...READ_AGAIN,
    queryFn: () =>
      body(
        api.GET('/doctors/{doctor_id}/hospitals', {
          params: { path: { doctor_id: id }, query: { current_only: false } },
        }),
      ),
  });
}

/** Whose patient somebody is, now and before. */
export function usePatientDoctors(patientId: string) {
  return useQuery({
    queryKey: ['patient', patientId, 'doctors'],
    ...READ_AGAIN,
    queryFn: () =>
      body(
        api.GET('/patients/{patient_id}/doctors', {
          params: { path: { patient_id: patientId }, query: { current_only: false } },
        }),
      ),
  });
}
