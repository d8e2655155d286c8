import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { type Relation, useEndRelation } from './doctor-writes.ts';

interface EndRelationDialogProps {
  readonly relation: Relation;
  readonly onClose: () => void;
}

/** Ends that somebody is a patient's doctor. It names both, and what was stays to be read. */
export function EndRelationDialog({ relation, onClose }: EndRelationDialogProps) {
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
      <p>{t('doctor.endText', { doctor: relation.doctorName, patient: relation.patientName })}</p>
    </ConfirmDialog>
  );
}
