import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { HospitalRecord } from '../../api/types.ts';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { useSetupWrite } from './use-setup-write.ts';

interface DeactivateHospitalDialogProps {
  readonly hospital: HospitalRecord;
  readonly onClose: () => void;
}

/** Taking a hospital out of use names it and says what goes with it. The server refuses while somebody lies in it. */
export function DeactivateHospitalDialog({ hospital, onClose }: DeactivateHospitalDialogProps) {
  const { t } = useTranslation();
  const removing = useSetupWrite({
    send: (one: HospitalRecord) =>
      api.DELETE('/hospitals/{hospital_name}', { params: { path: { hospital_name: one.id } } }),
    done: (_answer, one) => t('hospital.done.deactivated', { name: one.name }),
  });
  return (
    <ConfirmDialog
      title={t('hospital.deactivateTitle', { name: hospital.name })}
      action={t('hospital.deactivateAction', { name: hospital.name })}
      busy={removing.isPending}
      error={removing.error}
      onClose={onClose}
      onConfirm={() => {
        removing.mutate(hospital, { onSuccess: onClose });
      }}
    >
      <p>{t('hospital.deactivateText', { count: hospital.total_beds })}</p>
    </ConfirmDialog>
  );
}
