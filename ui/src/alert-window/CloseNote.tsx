import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert, AlertCommand } from '../api/types.ts';
import { useAlert } from '../features/alert/alert-queries.ts';
import { AlertState } from '../features/alert/AlertState.tsx';
import { useAnswer } from '../features/alert/use-answer.ts';
import { useStation } from '../features/workstation/station-store.ts';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { unsayAll } from '../lib/messages/messages.ts';
import type { AlertWindowPort } from '../platform/platform.ts';
import { AlertPerson } from './AlertPerson.tsx';
import { CloseActions } from './CloseActions.tsx';
import classes from './CloseNote.module.css';
import { OtherAlerts } from './OtherAlerts.tsx';
import { useInert } from './use-inert.ts';
import { WindowFault } from './WindowFault.tsx';
import { WindowFoot } from './WindowFoot.tsx';
import { WindowHead } from './WindowHead.tsx';

interface CloseNoteProps {
  readonly port: AlertWindowPort;
  /** As it was when the note was begun. It stays here when somebody else answers it meanwhile. */
  readonly alert: Alert;
  readonly others: readonly Alert[];
  readonly note: string;
  readonly onNote: (note: string) => void;
  /** Leaves the note as it is. */
  readonly onBack: () => void;
  readonly onDone: () => void;
  readonly onOther: (alertId: string) => void;
}

/** The note with which an alert is closed, in the window itself: who it is about, the words, then how it ended. */
export function CloseNote(props: CloseNoteProps) {
  const { port, alert: opened, others, note, onNote, onBack, onDone, onOther } = props;
  const { t } = useTranslation();
  const phone = useStation()?.workstation?.hospital.alert_phone_number ?? null;
  const alert = useAlert(opened.alert_id).data ?? opened;
  const answering = useAnswer(phone);
  // A new state brings other buttons under the pointer: a double click must not hit them.
  const inert = useInert(`${alert.alert_id} note ${alert.status}`);
  const [tried, setTried] = useState(false);
  const isMissing = note.trim() === '';
  useEffect(() => unsayAll, []);
  const answer = (action: AlertCommand) => {
    if (inert || answering.isPending || !alert.allowed_actions.includes(action)) return;
    if (action === 'acknowledge') {
      answering.mutate(
        { alert, action },
        {
          onSuccess: () => {
            // What failed before it is over; the note stays for what comes next.
            unsayAll();
            void port.answered().catch(() => undefined);
          },
        },
      );
      return;
    }
    setTried(true);
    if (isMissing) return;
    answering.mutate(
      { alert, action, notes: note.trim() },
      {
        onSuccess: () => {
          void port.answered().catch(() => undefined);
          onDone();
        },
      },
    );
  };
  useKeys({
    'Ctrl Enter': () => {
      answer('resolve');
      return true;
    },
    'Alt A': () => {
      answer('acknowledge');
      return true;
    },
    // While somebody writes, a chord answers nothing else.
    'Alt R': () => true,
    'Alt O': () => true,
    Escape: () => {
      onBack();
      return true;
    },
  });
  return (
    <>
      <WindowHead first={alert} alerts={[alert]} />
      <AlertPerson alert={alert} />
      <div className={classes.note}>
        <Textarea
          label={t('closing.notes')}
          value={note}
          rows={2}
          maxLength={2000}
          error={tried && isMissing ? t('closing.notesMissing') : undefined}
          onChange={(event) => {
            onNote(event.currentTarget.value);
          }}
        />
        <p className={classes.state}>
          <AlertState alert={alert} />
          {alert.status === 'active' ? <span>{t('window.acknowledgeFirst')}</span> : null}
        </p>
      </div>
      <div className={classes.actions}>
        <CloseActions
          alert={alert}
          inert={inert}
          busy={answering.isPending}
          onAnswer={answer}
          onBack={onBack}
        />
      </div>
      <WindowFault />
      <OtherAlerts alerts={others} onChoose={onOther} />
      <WindowFoot alert={alert} phone={phone} note={inert ? t('window.inert') : null} />
    </>
  );
}
