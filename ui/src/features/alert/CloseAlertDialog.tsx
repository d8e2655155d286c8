import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { PatientName } from '../patient/PatientName.tsx';
import { bedName } from './alert-words.ts';
import classes from './CloseAlertDialog.module.css';
import { useAlertDesk } from './marked-alert.ts';
import { useAnswer } from './use-answer.ts';

interface CloseAlertDialogProps {
  readonly alert: Alert;
  readonly onClose: () => void;
}

const HOW = ['resolve', 'false_alarm'] as const;

/** Closing an alert says how and why. It names the patient, so that nobody closes another one's. */
export function CloseAlertDialog({ alert, onClose }: CloseAlertDialogProps) {
  const { t } = useTranslation();
  const { phone } = useAlertDesk();
  const answering = useAnswer(phone);
  const possible = HOW.filter((how) => alert.allowed_actions.includes(how));
  const [how, setHow] = useState<(typeof HOW)[number]>(possible[0] ?? 'resolve');
  const [notes, setNotes] = useState('');
  const [tried, setTried] = useState(false);
  const isMissing = notes.trim() === '';
  const confirm = () => {
    setTried(true);
    if (isMissing || answering.isPending) return;
    answering.mutate({ alert, action: how, notes: notes.trim() }, { onSuccess: onClose });
  };
  useKeys({
    'Ctrl Enter': () => {
      confirm();
      return true;
    },
    'Alt A': () => true,
    'Alt R': () => true,
  });
  return (
    <Dialog onClose={onClose} title={t('closing.title')} size={520}>
      <p className={classes.who}>
        {bedName(alert, t)} {alert.patient == null ? null : <PatientName name={alert.patient} />}
      </p>
      <fieldset className={classes.how}>
        <legend className="visually-hidden">{t('closing.how')}</legend>
        {possible.map((option) => (
          <label key={option} className={classes.option} data-on={option === how || undefined}>
            <input
              type="radio"
              name="how"
              checked={option === how}
              onChange={() => {
                setHow(option);
              }}
            />
            <span>
              <strong>{t(`closing.${option}`)}</strong> {t(`closing.${option}Note`)}
            </span>
          </label>
        ))}
      </fieldset>
      <Textarea
        label={t('closing.notes')}
        description={t('closing.notesHint')}
        value={notes}
        minRows={3}
        autosize
        maxLength={2000}
        data-autofocus
        error={tried && isMissing ? t('closing.notesMissing') : undefined}
        onChange={(event) => {
          setNotes(event.currentTarget.value);
        }}
      />
      <div className={classes.foot}>
        <Button
          tone="primary"
          size="large"
          keys="Ctrl Enter"
          disabled={answering.isPending}
          onClick={confirm}
        >
          {t(`closing.${how}Action`)}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose}>
          {t('closing.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
