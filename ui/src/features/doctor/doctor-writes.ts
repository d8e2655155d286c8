import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import type { Doctor, DoctorCreate, DoctorUpdate, HospitalAssignment } from '../../api/types.ts';
import { errorWords } from '../../lib/errors/error-words.ts';
import { say } from '../../lib/messages/messages.ts';
import { whileLinked } from '../workstation/while-linked.ts';

function stored(client: QueryClient, doctor: Doctor): void {
  client.setQueryData(['doctors', 'one', doctor.doctor_id], doctor);
  client.setQueryData(['doctors', 'one', doctor.id], doctor);
}

/** Says what went well. What went wrong is shown where it was tried, by the form. */
function useSaid() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return {
    t,
    client,
    done: (title: string) => {
      say({ tone: 'pass', title, text: '' });
    },
    readAgain: () => client.invalidateQueries({ queryKey: ['doctors'] }),
  };
}

export function useCreateDoctor(key: string) {
  const { t, client, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: (doctor: DoctorCreate) =>
      whileLinked(() =>
        body(api.POST('/doctors', { params: { header: { 'Idempotency-Key': key } }, body: doctor })),
      ),
    onSuccess: (doctor) => {
      stored(client, doctor);
      done(t('doctor.done.created', { name: doctor.full_name, code: doctor.doctor_id }));
    },
    onSettled: readAgain,
  });
}

export function useUpdateDoctor(doctorId: string) {
  const { t, client, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: (change: DoctorUpdate) =>
      whileLinked(() =>
        body(api.PUT('/doctors/{doctor_id}', { params: { path: { doctor_id: doctorId } }, body: change })),
      ),
    onSuccess: (doctor) => {
      stored(client, doctor);
      done(t('doctor.done.saved', { name: doctor.full_name }));
    },
    onSettled: readAgain,
  });
}

export function useDeactivateDoctor() {
  const { t, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: (doctor: Doctor) =>
      whileLinked(() =>
        api.DELETE('/doctors/{doctor_id}', { params: { path: { doctor_id: doctor.doctor_id } } }),
      ),
    onSuccess: (_answer, doctor) => {
      done(t('doctor.done.deactivated', { name: doctor.full_name }));
    },
    onSettled: readAgain,
  });
}

export function useAvailability() {
  const { t, client, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: (doctor: Doctor) =>
      whileLinked(() =>
        body(
          api.PATCH('/doctors/{doctor_id}/availability', {
            params: { path: { doctor_id: doctor.doctor_id } },
            body: { is_available: !doctor.is_available, version: doctor.version },
          }),
        ),
      ),
    onSuccess: (doctor) => {
      stored(client, doctor);
      done(
        t(doctor.is_available ? 'doctor.done.available' : 'doctor.done.notAvailable', {
          name: doctor.full_name,
        }),
      );
    },
    onError: (error, doctor) => {
      say({
        tone: 'stop',
        title: t('doctor.availabilityFailed', { name: doctor.full_name }),
        text: errorWords(problemOf(error), t),
      });
    },
    onSettled: readAgain,
  });
}

export interface Relation {
  readonly doctorId: string;
  readonly doctorName: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly relationship: string;
}

export function useAssign(key: string) {
  const { t, client, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: ({ doctorId, patientId, relationship }: Relation) =>
      whileLinked(() =>
        body(
          api.POST('/doctors/{doctor_id}/patients/{patient_id}', {
            params: {
              path: { doctor_id: doctorId, patient_id: patientId },
              header: { 'Idempotency-Key': key },
            },
            body: { relationship_type: relationship },
          }),
        ),
      ),
    onSuccess: (_answer, { doctorName, patientName }) => {
      done(t('doctor.done.assigned', { doctor: doctorName, patient: patientName }));
    },
    onSettled: (_answer, _error, { patientId }) => {
      void client.invalidateQueries({ queryKey: ['patient', patientId] });
      return readAgain();
    },
  });
}

export function useEndRelation() {
  const { t, client, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: ({ doctorId, patientId, relationship }: Relation) =>
      whileLinked(() =>
        api.DELETE('/doctors/{doctor_id}/patients/{patient_id}', {
          params: {
            path: { doctor_id: doctorId, patient_id: patientId },
            query: { relationship_type: relationship },
          },
        }),
      ),
    onSuccess: (_answer, { doctorName, patientName }) => {
      done(t('doctor.done.relationEnded', { doctor: doctorName, patient: patientName }));
    },
    onSettled: (_answer, _error, { patientId }) => {
      void client.invalidateQueries({ queryKey: ['patient', patientId] });
      return readAgain();
    },
  });
}

export function useJoinHospital(doctorId: string, key: string) {
  const { t, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: ({ hospital, post }: { readonly hospital: string; readonly post: HospitalAssignment }) =>
      whileLinked(() =>
        body(
          api.POST('/doctors/{doctor_id}/hospitals/{hospital_name}', {
            params: {
              path: { doctor_id: doctorId, hospital_name: hospital },
              header: { 'Idempotency-Key': key },
            },
            body: post,
          }),
        ),
      ),
    onSuccess: (post) => {
      done(t('doctor.done.joined', { hospital: post.hospital_name }));
    },
    onSettled: readAgain,
  });
}

export function useLeaveHospital(doctorId: string) {
  const { t, done, readAgain } = useSaid();
  return useMutation({
    mutationFn: ({ hospital, department }: { readonly hospital: string; readonly department: string }) =>
      whileLinked(() =>
        api.DELETE('/doctors/{doctor_id}/hospitals/{hospital_name}', {
          params: { path: { doctor_id: doctorId, hospital_name: hospital }, query: { department } },
        }),
      ),
    onSuccess: () => {
      done(t('doctor.done.left'));
    },
    onSettled: readAgain,
  });
}
