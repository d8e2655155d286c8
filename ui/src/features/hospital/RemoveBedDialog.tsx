import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { Bed, HospitalRecord } from '../../api/types.ts';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { useSetupWrite } from './use-setup-write.ts';

interface RemoveBedDialogProps {
  readonly hospital: HospitalRecord;
  readonly bed: Bed;
  readonly onClose: () => void;
}

/** Takes a bed out of its ward. Who lay there stays on record; the server refuses while somebody does. */
export function RemoveBedDialog({ hospital, bed, onClose }: RemoveBedDialogProps) {
  const { t } = useTranslation();
  const removing = useSetupWrite({
    send: (one: Bed) =>
      api.DELETE('/hospitals/{hospital_name}/beds/{id}', {
        params: { path: { hospital_name: hospital.id, id: one.id } },
      }),
    done: (_answer, one) => t('hospital.done.bedRemoved', { bed: one.label, ward: one.ward_name }),
  });
  return (
    <ConfirmDialog
      title={t('hospital.takeOutTitle', { bed: bed.label, ward: bed.ward_name })}
      action={t('hospital.takeOutAction', { bed: bed.label })}
      busy={removing.isPending}
      error={removing.error}
      onClose={onClose}
      onConfirm={() => {
        removing.mutate(bed, { onSuccess: onClose });
      }}
    >
      <p>{t('hospital.takeOutText')}</p>
    </ConfirmDialog>
  );
}
