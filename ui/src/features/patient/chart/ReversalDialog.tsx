import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import type { PatientRecord } from '../../../api/types.ts';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { nameText } from '../PatientName.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { ReasonField } from './ReasonField.tsx';
import { useChartWrite } from './use-chart-write.ts';

interface ReversalDialogProps {
  readonly record: PatientRecord;
  readonly onClose: () => void;
}

/** A death that was recorded wrongly is taken back, with the reason. */
export function ReversalDialog({ record, onClose }: ReversalDialogProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const write = useChartWrite({
    done: t('death.reversed', { name: nameText(record) }),
    onDone: onClose,
    send: () =>
      body(
        api.POST('/patients/{patient_id}/death/reversal', {
          params: { path: { patient_id: record.id } },
          body: { reason: reason.trim() },
        }),
      ),
  });
  return (
    <PatientDialog
      record={record}
      title={t('chart.act.reversal')}
      action={t('death.reverse')}
      asksForName
      grave
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (reason.trim() !== '') write.mutate(undefined);
      }}
    >
      {record.death == null ? null : (
        <p>
          {t('death.stands', {
            time: `${formatDate(record.death.died_at, zone)} ${formatTime(record.death.died_at, zone)}`,
            verifier: record.death.verified_by,
          })}
        </p>
      )}
      <ReasonField value={reason} isMissing={tried && reason.trim() === ''} onChange={setReason} />
    </PatientDialog>
  );
}
