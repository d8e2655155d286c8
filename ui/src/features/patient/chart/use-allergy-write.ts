import { api, body } from '../../../api/client.ts';
import type { AllergiesUpdate } from '../../../api/types.ts';
import { useChartWrite } from './use-chart-write.ts';

/** State and changes of the list go together: they are one decision. */
export function useAllergyWrite(patientId: string, done: string, onDone: () => void) {
  return useChartWrite({
    done,
    onDone,
    send: (update: AllergiesUpdate) =>
      body(
        api.PUT('/patients/{patient_id}/allergies', {
          params: { path: { patient_id: patientId } },
          body: update,
        }),
      ),
  });
}
