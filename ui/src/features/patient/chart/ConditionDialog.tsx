import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import { newCreationKey } from '../../../api/creation-key.ts';
import { problemOf } from '../../../api/problem.ts';
import type { Condition, PatientRecord } from '../../../api/types.ts';
import { serverNowMs } from '../../../lib/time/clock.ts';
import { formatPlainDate } from '../../../lib/time/format.ts';
import { dateIn, parsePlainDate } from '../../../lib/time/plain-date.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { NeededLabel } from '../register/NeededLabel.tsx';
import { nameText } from '../PatientName.tsx';
import { DateField } from './DateField.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { useChartWrite } from './use-chart-write.ts';

interface ConditionDialogProps {
  readonly record: PatientRecord;
  /** Null for a new one. */
  readonly condition: Condition | null;
  /** The end is filled in with today. */
  readonly ending: boolean;
  readonly onClose: () => void;
}

const plain = (date: string | null | undefined) => (date == null ? '' : formatPlainDate(date));

/** Adds a condition, corrects it, or says when it ended. */
export function ConditionDialog({ record, condition, ending, onClose }: ConditionDialogProps) {
  const { t } = useTranslation();
  const today = dateIn(useZone(), serverNowMs());
  const [key] = useState(newCreationKey);
  const [description, setDescription] = useState(condition?.description ?? '');
  const [code, setCode] = useState(condition?.icd10_code ?? '');
  const [from, setFrom] = useState(plain(condition?.started_on));
  const [to, setTo] = useState(plain(ending ? today : condition?.ended_on));
  const [tried, setTried] = useState(false);
  const wrong = (text: string) => text.trim() !== '' && parsePlainDate(text) === null;
  const [start, end] = [parsePlainDate(from), parsePlainDate(to)];
  const isBackwards = start !== null && end !== null && end < start;
  const isMissing = description.trim() === '';
  const write = useChartWrite({
    done: t('conditions.saved', { name: nameText(record) }),
    onDone: onClose,
    send: () => {
      const fields = {
        description: description.trim(),
        icd10_code: code.trim() === '' ? null : code.trim(),
        started_on: start,
        ended_on: end,
      };
      const path = { patient_id: record.id };
      return condition === null
        ? body(
            api.POST('/patients/{patient_id}/conditions', {
              params: { path, header: { 'Idempotency-Key': key } },
              body: fields,
            }),
          )
        : body(
            api.PUT('/patients/{patient_id}/conditions/{id}', {
              params: { path: { ...path, id: condition.id } },
              body: { ...fields, version: condition.version },
            }),
          );
    },
  });
  const serverSays = (field: string) =>
    write.isError ? problemOf(write.error).fields.find((fault) => fault.field === field)?.message : undefined;
  return (
    <PatientDialog
      record={record}
      title={t(
        condition === null ? 'conditions.add' : ending ? 'conditions.endTitle' : 'conditions.editTitle',
      )}
      action={t('chart.save')}
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (!isMissing && !wrong(from) && !wrong(to) && !isBackwards) write.mutate(undefined);
      }}
    >
      <TextInput
        label={<NeededLabel text={t('conditions.description')} />}
        value={description}
        maxLength={500}
        error={tried && isMissing ? t('register.fault.required') : serverSays('description')}
        onChange={(event) => {
          setDescription(event.currentTarget.value);
        }}
        {...(ending ? {} : { 'data-autofocus': true })}
      />
      <TextInput
        label={t('conditions.codeLabel')}
        value={code}
        maxLength={10}
        error={serverSays('icd10_code')}
        onChange={(event) => {
          setCode(event.currentTarget.value);
        }}
      />
      <DateField
        label={t('conditions.from')}
        value={from}
        onChange={setFrom}
        error={tried && wrong(from) ? t('register.fault.dateWrong') : serverSays('started_on')}
      />
      <DateField
        label={t('conditions.to')}
        value={to}
        onChange={setTo}
        autoFocus={ending}
        error={
          tried && wrong(to)
            ? t('register.fault.dateWrong')
            : tried && isBackwards
              ? t('conditions.backwards')
              : serverSays('ended_on')
        }
      />
    </PatientDialog>
  );
}
