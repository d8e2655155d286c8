import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import { newCreationKey } from '../../../api/creation-key.ts';
import type { PatientEmergency, PatientRecord, Severity } from '../../../api/types.ts';
import { Notice } from '../../../design/Notice.tsx';
import { useMe } from '../../session/me.ts';
import { nameText } from '../PatientName.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { useChartWrite } from './use-chart-write.ts';

const TYPES = [
  'manual_trigger',
  'cardiac_arrest',
  'unconscious',
  'seizure',
  'fall_detection',
  'abnormal_vitals',
  'other',
] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

interface EmergencyDialogProps {
  readonly record: PatientRecord;
  readonly onClose: () => void;
}

/** Calls for help for this patient. The alert reaches the stations; the crash call stays the telephone's. */
export function EmergencyDialog({ record, onClose }: EmergencyDialogProps) {
  const { t } = useTranslation();
  const crashCall = useMe().hospital?.crash_call_number ?? null;
  const [key] = useState(newCreationKey);
  const [type, setType] = useState<PatientEmergency['emergency_type']>('manual_trigger');
  const [severity, setSeverity] = useState<Severity>('critical');
  const [notes, setNotes] = useState('');
  const write = useChartWrite({
    done: t('emergency.raised', { name: nameText(record) }),
    onDone: onClose,
    send: () =>
      body(
        api.POST('/patients/{patient_id}/emergency', {
          params: { path: { patient_id: record.id }, header: { 'Idempotency-Key': key } },
          body: {
            emergency_type: type,
            severity,
            emergency_notes: notes.trim() === '' ? null : notes.trim(),
          },
        }),
      ),
  });
  return (
    <PatientDialog
      record={record}
      title={t('emergency.raise')}
      action={t('emergency.raiseAction')}
      grave
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        write.mutate(undefined);
      }}
    >
      {crashCall === null ? null : <Notice tone="warn">{t('emergency.phone', { phone: crashCall })}</Notice>}
      <NativeSelect
        label={t('emergency.type')}
        value={type}
        data-autofocus
        data={TYPES.map((value) => ({ value, label: t(`alertType.${value}`) }))}
        onChange={(event) => {
          setType(event.currentTarget.value as PatientEmergency['emergency_type']);
        }}
      />
      <NativeSelect
        label={t('emergency.severity')}
        value={severity}
        data={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        onChange={(event) => {
          setSeverity(event.currentTarget.value as Severity);
        }}
      />
      <Textarea
        label={t('emergency.notes')}
        value={notes}
        rows={2}
        maxLength={2000}
        onChange={(event) => {
          setNotes(event.currentTarget.value);
        }}
      />
    </PatientDialog>
  );
}

/** Takes the mark away. With an alert still open the server says which, and the mark stays. */
export function ClearEmergencyDialog({ record, onClose }: EmergencyDialogProps) {
  const { t } = useTranslation();
  const write = useChartWrite({
    done: t('emergency.cleared', { name: nameText(record) }),
    onDone: onClose,
    send: () =>
      api.DELETE('/patients/{patient_id}/emergency', { params: { path: { patient_id: record.id } } }),
  });
  return (
    <PatientDialog
      record={record}
      title={t('emergency.clear')}
      action={t('emergency.clearAction')}
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        write.mutate(undefined);
      }}
    >
      <p>{t('emergency.clearText')}</p>
    </PatientDialog>
  );
}
