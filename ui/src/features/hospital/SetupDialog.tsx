import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiProblem, problemOf } from '../../api/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Notice } from '../../design/Notice.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import classes from './dialogs.module.css';

interface SetupDialogProps {
  readonly title: string;
  readonly action: string;
  readonly size?: number;
  readonly busy: boolean;
  /** Off while something must be decided first. */
  readonly off?: boolean;
  readonly error: unknown;
  /** Shown instead of the words for it, for example both states of a conflict. */
  readonly conflict?: (problem: ApiProblem) => ReactNode;
  readonly footnote?: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The frame of every small form of the set-up: fields, what went wrong, and the two ways out. */
export function SetupDialog(props: SetupDialogProps) {
  const { title, action, size = 520, busy, off = false, error, conflict, footnote = '' } = props;
  const { onConfirm, onClose, children } = props;
  const { t } = useTranslation();
  const [tried, setTried] = useState(false);
  const problem = error === null ? null : problemOf(error);
  const shown = problem === null ? null : (conflict?.(problem) ?? null);
  const confirm = () => {
    setTried(true);
    if (!busy && !off) onConfirm();
  };
  useKeys({
    'Ctrl Enter': () => {
      confirm();
      return true;
    },
  });
  return (
    <Dialog onClose={onClose} title={title} size={size}>
      <div className={classes.fields}>{children}</div>
      {shown}
      {problem === null || shown !== null ? null : (
        <Notice tone="stop" title={t('notSaved')}>
          {errorWords(problem, t)}
        </Notice>
      )}
      <div className={classes.foot}>
        <Button tone="primary" size="large" keys="Ctrl Enter" disabled={busy || off} onClick={confirm}>
          {action}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose}>
          {t('closing.cancel')}
        </Button>
        <span className={classes.footnote} role="status">
          {tried ? footnote : ''}
        </span>
      </div>
    </Dialog>
  );
}
