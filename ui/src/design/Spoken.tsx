import type { ReactNode } from 'react';
import classes from './Spoken.module.css';

interface SpokenProps {
  readonly words: ReactNode;
  readonly children: ReactNode;
}

/** A control that is a picture of many facts: heard as one sentence, seen as the picture. Neither is said twice. */
export function Spoken({ words, children }: SpokenProps) {
  return (
    <>
      <span className="visually-hidden">{words}</span>
      <span className={classes.seen} aria-hidden="true">
        {children}
      </span>
    </>
  );
}
