import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiProblem, isAway } from '../../api/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { useMe } from '../session/me.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import classes from './SaveFoot.module.css';
import { standsNow } from './stands-now.ts';
import type { Write } from './use-write.ts';

interface SaveFootProps {
  /** What the button does, with the name of whom it is about. */
  readonly action: string;
  readonly write: Pick<Write<never>, 'isPending' | 'isSlow' | 'problem'>;
  /** Why it cannot be done yet; the button then stands still and says so. */
  readonly missing?: string | null;
  readonly onSave: () => void;
  readonly more?: ReactNode;
  readonly children?: ReactNode;
}

/** The end of every form: the one action on its chord, progress, and what was not saved and why. */
export function SaveFoot({ action, write, missing = null, onSave, more, children }: SaveFootProps) {
  const { t } = useTranslation();
  const isLost = useLinkStatus().state === 'lost';
  const phone = useMe().hospital?.alert_phone_number ?? null;
  const save = () => {
    if (missing === null && !isLost && !write.isPending) onSave();
  };
  useKeys({
    'Ctrl Enter': () => {
      save();
      return true;
    },
  });
  return (
    <div className={classes.foot}>
      {children}
      {write.problem === null || write.isPending ? null : <NotSaved problem={write.problem} phone={phone} />}
      {write.isSlow ? (
        <span className={classes.saving} role="status">
          {t('stay.saving')} <span className={classes.track} />
        </span>
      ) : null}
      {isLost ? (
        <Notice tone="stop" title={t('stay.notSaved')}>
          {phone === null ? t('stay.linkLost') : t('stay.linkLostPhone', { phone })}
        </Notice>
      ) : (
        <div className={classes.buttons}>
          <Button
            tone="primary"
            size="large"
            keys="Ctrl Enter"
            disabled={missing !== null || write.isPending}
            onClick={save}
          >
            {action}
          </Button>
          {more}
        </div>
      )}
      {missing === null || isLost ? null : <p className={classes.why}>{missing}</p>}
    </div>
  );
}

function NotSaved({ problem, phone }: { readonly problem: ApiProblem; readonly phone: string | null }) {
  const { t } = useTranslation();
  if (isAway(problem)) {
    return (
      <Notice tone="stop" title={t('stay.notSaved')}>
        {phone === null ? t('stay.noAnswer') : t('stay.noAnswerPhone', { phone })}
      </Notice>
    );
  }
  const now = problem.status === 409 ? standsNow(problem.current, t) : null;
  return (
    <Notice tone={problem.status === 409 ? 'warn' : 'stop'} title={t('stay.notSaved')}>
      {errorWords(problem, t)}
      {now === null ? null : <> {now}</>}
    </Notice>
  );
}
