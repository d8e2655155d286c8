import type { ReactNode } from 'react';
import { CheckMark, type CheckResult } from './CheckMark.tsx';
import classes from './Notice.module.css';

interface NoticeProps {
  readonly tone: Exclude<CheckResult, 'not_performed'> | 'note';
  readonly title?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A sentence that must be read before going on: what happened and what to do next. */
export function Notice({ tone, title, action, children }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'stop' ? 'alert' : 'status'}>
      {tone === 'note' ? null : <CheckMark result={tone} />}
      <div className={classes.words}>
        {title === undefined ? null : <strong>{title}</strong>}
        <span>{children}</span>
      </div>
      {action}
    </div>
  );
}
