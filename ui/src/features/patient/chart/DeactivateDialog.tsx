import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { PatientRecord } from '../../../api/types.ts';
import { Notice } from '../../../design/Notice.tsx';
import { nameText } from '../PatientName.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { useChartWrite } from './use-chart-write.ts';

interface DeactivateDialogProps {
  readonly record: PatientRecord;
  readonly onClose: () => void;
}

/** A record that should never have been made is taken out of use: found by nobody, its history kept. */
export function DeactivateDialog({ record, onClose }: DeactivateDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const write = useChartWrite({
    done: t('deactivate.done', { name: nameText(record) }),
    send: () => api.DELETE('/patients/{patient_id}', { params: { path: { patient_id: record.id } } }),
    onDone: () => {
      onClose();
      void navigate({ to: '/patients' });
    },
  });
  return (
    <PatientDialog
      record={record}
      title={t('chart.act.deactivate')}
      action={t('deactivate.action')}
      asksForName
      grave
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        write.mutate(undefined);
      }}
    >
      <Notice tone="warn">{t('deactivate.effects')}</Notice>
    </PatientDialog>
  );
}
