import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import type { PatientRecord } from '../../../api/types.ts';
import { Notice } from '../../../design/Notice.tsx';
import { serverNowMs } from '../../../lib/time/clock.ts';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { instantIn, parsePlainDate } from '../../../lib/time/plain-date.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { nameText } from '../PatientName.tsx';
import { NeededLabel } from '../register/NeededLabel.tsx';
import { DateField } from './DateField.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { useChartWrite } from './use-chart-write.ts';

interface ChartDialogProps {
  readonly record: PatientRecord;
  readonly onClose: () => void;
}

/** A death: when, and who verified it. It asks that the name was checked; it can be reversed. */
export function DeathDialog({ record, onClose }: ChartDialogProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const [opened] = useState(serverNowMs);
  const [date, setDate] = useState(() => formatDate(opened, zone));
  const [time, setTime] = useState(() => formatTime(opened, zone));
  const [verifier, setVerifier] = useState('');
  const [tried, setTried] = useState(false);
  const day = parsePlainDate(date);
  const at = day === null ? null : instantIn(zone, day, time);
  const isFuture = at !== null && Date.parse(at) > serverNowMs();
  const write = useChartWrite({
    done: t('death.recorded', { name: nameText(record) }),
    onDone: onClose,
    send: (diedAt: string) =>
      body(
        api.POST('/patients/{patient_id}/death', {
          params: { path: { patient_id: record.id } },
          body: { died_at: diedAt, verified_by: verifier.trim() },
        }),
      ),
  });
  return (
    <PatientDialog
      record={record}
      title={t('chart.act.death')}
      action={t('death.action')}
      asksForName
      grave
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (at !== null && !isFuture && verifier.trim() !== '') write.mutate(at);
      }}
    >
      <Notice tone="warn">{t('death.effects')}</Notice>
      <DateField
        label={<NeededLabel text={t('death.date')} />}
        value={date}
        onChange={setDate}
        error={tried && day === null ? t('register.fault.dateWrong') : undefined}
      />
      <TextInput
        label={<NeededLabel text={t('death.time')} />}
        value={time}
        error={
          tried && day !== null && at === null
            ? t('register.fault.timeWrong')
            : tried && isFuture
              ? t('death.future')
              : undefined
        }
        onChange={(event) => {
          setTime(event.currentTarget.value);
        }}
      />
      <TextInput
        label={<NeededLabel text={t('death.verifiedBy')} />}
        value={verifier}
        maxLength={200}
        data-autofocus
        error={tried && verifier.trim() === '' ? t('register.fault.required') : undefined}
        onChange={(event) => {
          setVerifier(event.currentTarget.value);
        }}
      />
    </PatientDialog>
  );
}
