import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import type { Condition, PatientRecord } from '../../../api/types.ts';
import { nameText } from '../PatientName.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { ReasonField } from './ReasonField.tsx';
import { useChartWrite } from './use-chart-write.ts';

interface ConditionErrorDialogProps {
  readonly record: PatientRecord;
  readonly condition: Condition;
  readonly onClose: () => void;
}

/** Takes back what should never have been entered. It stays readable, struck through, with the reason. */
export function ConditionErrorDialog({ record, condition, onClose }: ConditionErrorDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const write = useChartWrite({
    done: t('chart.markedInError', { name: nameText(record) }),
    onDone: onClose,
    send: () =>
      body(
        api.POST('/patients/{patient_id}/conditions/{id}/entered-in-error', {
          params: { path: { patient_id: record.id, id: condition.id } },
          body: { version: condition.version, reason: reason.trim() },
        }),
      ),
  });
  return (
    <PatientDialog
      record={record}
      title={t('conditions.act.error')}
      action={t('chart.markInError')}
      grave
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (reason.trim() !== '') write.mutate(undefined);
      }}
    >
      <p>
        <strong>
          <bdi>{condition.description}</bdi>
        </strong>
      </p>
      <ReasonField value={reason} isMissing={tried && reason.trim() === ''} onChange={setReason} />
    </PatientDialog>
  );
}
