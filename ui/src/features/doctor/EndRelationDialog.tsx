import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { type Relation, useEndRelation } from './doctor-writes.ts';

interface EndRelationDialogProps {
  readonly relation: Relation;
  readonly doctorName: string;
  readonly patientName: string;
  readonly onClose: () => void;
}

/** Ends that somebody is a patient's doctor. It names both, and what was stays to be read. */
export function EndRelationDialog({ relation, doctorName, patientName, onClose }: EndRelationDialogProps) {
  const { t } = useTranslation();
  const ending = useEndRelation();
  return (
    <ConfirmDialog
      title={t('doctor.endTitle')}
      action={t('doctor.end')}
      busy={ending.isPending}
      error={ending.error}
      onClose={onClose}
      onConfirm={() => {
        ending.mutate(relation, { onSuccess: onClose });
      }}
    >
      <p>{t('doctor.endText', { doctor: doctorName, patient: patientName })}</p>
    </ConfirmDialog>
  );
}
