import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../../api/client.ts';
import { newCreationKey } from '../../../api/creation-key.ts';
import { problemOf } from '../../../api/problem.ts';
import type { PatientCreate, PatientRecord, UnidentifiedCreate } from '../../../api/types.ts';
import { isLinkLost } from '../../workstation/live-link.ts';

export type Registration =
  | { readonly kind: 'identified'; readonly body: PatientCreate }
  | { readonly kind: 'newborn'; readonly motherId: string; readonly body: PatientCreate }
  | { readonly kind: 'unidentified'; readonly body: UnidentifiedCreate };

function send(registration: Registration, key: string): Promise<PatientRecord> {
  const header = { 'Idempotency-Key': key };
  switch (registration.kind) {
    case 'identified':
      return body(api.POST('/patients', { params: { header }, body: registration.body }));
    case 'unidentified':
      return body(api.POST('/patients/unidentified', { params: { header }, body: registration.body }));
    case 'newborn':
      return body(
        api.POST('/patients/{patient_id}/newborns', {
          params: { header, path: { patient_id: registration.motherId } },
          body: registration.body,
        }),
      );
  }
}

/** Saves a new patient once, however often it has to be sent: the key belongs to the form, not to the request. */
export function useRegistration() {
  const client = useQueryClient();
  const [key] = useState(newCreationKey);
  return useMutation({
    mutationFn: (registration: Registration) => {
      if (isLinkLost()) return Promise.reject(problemOf(null));
      return send(registration, key);
    },
    onSuccess: (record) => {
      client.setQueryData(['patient', record.id], record);
      void client.invalidateQueries({ queryKey: ['patients'] });
    },
  });
}
