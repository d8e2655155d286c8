import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { Notice } from '../../design/Notice.tsx';
import { nameText } from '../patient/PatientName.tsx';
import type { Stay } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import classes from './fields.module.css';
import { SaveFoot } from './SaveFoot.tsx';
import { StayPanel } from './StayPanel.tsx';
import { useWrite } from './use-write.ts';

interface CancelPanelProps {
  readonly stay: Stay;
  readonly onClose: () => void;
}

/** Takes back an admission that should never have been: it stays in the record as a mistake, with its reason. */
export function CancelPanel({ stay, onClose }: CancelPanelProps) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const [reason, setReason] = useState('');
  const { occupant } = stay;
  const name = nameText(occupant.patient);
  const write = useWrite({
    send: (words: string) =>
      body(
        api.POST('/admissions/{id}/cancel', {
          params: { path: { id: occupant.admission_id } },
          body: { version: occupant.admission_version, reason: words },
        }),
      ),
    done: () => t('cancelStay.done', { name }),
    onDone: () => {
      place.close();
    },
  });
  return (
    <StayPanel
      title={t('cancelStay.title')}
      stay={stay}
      onClose={onClose}
      foot={
        <SaveFoot
          action={t('cancelStay.action', { name })}
          write={write}
          missing={reason.trim() === '' ? t('cancelStay.needsReason') : null}
          onSave={() => {
            write.run(reason.trim());
          }}
        />
      }
    >
      <div className={classes.fields}>
        <Notice tone="note">{t('cancelStay.text')}</Notice>
        <Textarea
          label={t('cancelStay.reason')}
          value={reason}
          autosize
          minRows={3}
          maxLength={500}
          onChange={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
      </div>
    </StayPanel>
  );
}
