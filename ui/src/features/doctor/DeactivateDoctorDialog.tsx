import { useTranslation } from 'react-i18next';
import type { Doctor } from '../../api/types.ts';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { useDeactivateDoctor } from './doctor-writes.ts';

interface DeactivateDoctorDialogProps {
  readonly doctor: Doctor;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Taking a doctor out of use names the doctor and says whom it leaves without one. */
export function DeactivateDoctorDialog({ doctor, onClose, onDone }: DeactivateDoctorDialogProps) {
  const { t } = useTranslation();
  const deactivating = useDeactivateDoctor();
  return (
    <ConfirmDialog
      title={t('doctor.deactivateTitle', { name: doctor.full_name, code: doctor.doctor_id })}
      action={t('doctor.deactivateAction', { name: doctor.full_name })}
      busy={deactivating.isPending}
      error={deactivating.error}
      onClose={onClose}
      onConfirm={() => {
        deactivating.mutate(doctor, { onSuccess: onDone });
      }}
    >
      <p>{t('doctor.deactivateText')}</p>
      {doctor.current_patients > 0 ? (
        <p>
          <strong>{t('doctor.deactivatePatients', { count: doctor.current_patients })}</strong>
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
