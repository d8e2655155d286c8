import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import type { PatientRecord, ResuscitationStatus } from '../../../api/types.ts';
import { nameText } from '../PatientName.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import choice from './StateChoice.module.css';
import { useChartWrite } from './use-chart-write.ts';

const STATUSES = ['full_treatment', 'limited_treatment', 'not_for_resuscitation', null] as const;

interface ResuscitationDialogProps {
  readonly record: PatientRecord;
  readonly onClose: () => void;
}

/** What was decided about resuscitation; it stands on the banner and on every alert. */
export function ResuscitationDialog({ record, onClose }: ResuscitationDialogProps) {
  const { t } = useTranslation();
  const before = record.resuscitation_status ?? null;
  const [status, setStatus] = useState<ResuscitationStatus | null>(before);
  const write = useChartWrite({
    done: t('resuscitationAct.saved', { name: nameText(record) }),
    onDone: onClose,
    send: () =>
      body(
        api.PUT('/patients/{patient_id}/resuscitation-status', {
          params: { path: { patient_id: record.id } },
          body: { version: record.version, resuscitation_status: status },
        }),
      ),
  });
  return (
    <PatientDialog
      record={record}
      title={t('chart.act.resuscitation')}
      action={t('chart.save')}
      asksForName
      busy={write.isPending || status === before}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        write.mutate(undefined);
      }}
    >
      <fieldset className={choice.choice}>
        <legend className={choice.legend}>{t('resuscitationAct.decided')}</legend>
        {STATUSES.map((option) => (
          <label key={option ?? 'none'} className={choice.option} data-on={option === status || undefined}>
            <input
              type="radio"
              name="resuscitation"
              checked={option === status}
              onChange={() => {
                setStatus(option);
              }}
            />
            {t(`resuscitation.${option ?? 'not_recorded'}`)}
          </label>
        ))}
      </fieldset>
    </PatientDialog>
  );
}
