import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import { errorWords } from '../lib/errors/error-words.ts';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { Button } from './Button.tsx';
import classes from './ConfirmDialog.module.css';
import { Dialog } from './Dialog.tsx';
import { Notice } from './Notice.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What the button does, with the name of what it does it to. */
  readonly action: string;
  readonly busy: boolean;
  /** Why the last try failed; null while it has not. */
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something is taken away. The way back has the focus; Enter alone does no harm. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, action, busy, error, onConfirm, onClose, children } = props;
  const { t } = useTranslation();
  const confirm = () => {
    if (!busy) onConfirm();
  };
  useKeys({
    'Ctrl Enter': () => {
      confirm();
      return true;
    },
  });
  return (
    <Dialog onClose={onClose} title={title} size={520}>
      <div className={classes.words}>{children}</div>
      {error === null ? null : (
        <Notice tone="stop" title={t('notDone')}>
          {errorWords(problemOf(error), t)}
        </Notice>
      )}
      <div className={classes.foot}>
        <Button tone="answer" size="large" keys="Ctrl Enter" disabled={busy} onClick={confirm}>
          {action}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose} data-autofocus>
          {t('closing.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
