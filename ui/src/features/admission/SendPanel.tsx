import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { useCreationKey } from '../../api/creation-key.ts';
import { problemOf } from '../../api/problem.ts';
import type { HospitalTransferCreate } from '../../api/types.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { nameText } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import type { Stay } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { useOtherHospitals } from './admission-queries.ts';
import classes from './fields.module.css';
import { SaveFoot } from './SaveFoot.tsx';
import { StayPanel } from './StayPanel.tsx';
import { useWrite } from './use-write.ts';

interface SendPanelProps {
  readonly stay: Stay;
  readonly onClose: () => void;
}

/** Asks another hospital to take somebody. They stay here until it has accepted and they have left. */
export function SendPanel({ stay, onClose }: SendPanelProps) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const hospitals = useOtherHospitals(useMe().hospital?.id ?? '');
  const creationKey = useCreationKey();
  const { patient } = stay.occupant;
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const write = useWrite({
    send: (input: HospitalTransferCreate) =>
      body(
        api.POST('/patients/{patient_id}/hospital-transfers', {
          params: { path: { patient_id: patient.id }, header: { 'Idempotency-Key': creationKey } },
          body: input,
        }),
      ),
    done: (made) => t('send.done', { name: nameText(patient), hospital: made.to_hospital }),
    onDone: () => {
      place.go({ panel: 'transfers' });
    },
  });
  const chosen = hospitals.data?.find((hospital) => hospital.id === to) ?? null;
  const missing = () => {
    if (chosen === null) return t('send.needsHospital');
    return reason.trim() === '' ? t('send.needsReason') : null;
  };
  return (
    <StayPanel
      title={t('send.title')}
      stay={stay}
      onClose={onClose}
      foot={
        hospitals.data?.length === 0 ? null : (
          <SaveFoot
            action={
              chosen === null
                ? t('send.action', { name: nameText(patient) })
                : t('send.actionTo', { name: nameText(patient), hospital: chosen.name })
            }
            write={write}
            missing={missing()}
            onSave={() => {
              write.run({ to_hospital: to, reason: reason.trim() });
            }}
          />
        )
      }
    >
      <div className={classes.fields}>
        {hospitals.isPending ? <Placeholder kind="loading" /> : null}
        {hospitals.isError ? (
          <Placeholder
            kind="error"
            text={errorWords(problemOf(hospitals.error), t)}
            onRetry={() => void hospitals.refetch()}
          />
        ) : null}
        {hospitals.data?.length === 0 ? <Placeholder kind="empty" text={t('send.none')} /> : null}
        {hospitals.data?.length === 0 ? null : (
          <>
            <NativeSelect
              label={t('send.hospital')}
              value={to}
              onChange={(event) => {
                setTo(event.currentTarget.value);
              }}
            >
              <option value="">{t('send.choose')}</option>
              {hospitals.data?.map((hospital) => (
                <option key={hospital.id} value={hospital.id}>
                  {hospital.name}
                </option>
              ))}
            </NativeSelect>
            <Textarea
              label={t('send.reason')}
              value={reason}
              autosize
              minRows={3}
              maxLength={500}
              onChange={(event) => {
                setReason(event.currentTarget.value);
              }}
            />
            <p className={classes.note}>{t('send.note')}</p>
          </>
        )}
      </div>
    </StayPanel>
  );
}
