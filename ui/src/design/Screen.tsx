import type { ReactNode } from 'react';
import classes from './Screen.module.css';

interface ScreenProps {
  readonly title: string;
  readonly note?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A plain screen in the frame: a heading, what belongs to it, and a body that scrolls. */
export function Screen({ title, note, actions, children }: ScreenProps) {
  return (
    <div className={classes.screen}>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {note === undefined ? null : <span className={classes.note}>{note}</span>}
        <span className={classes.spring} />
        {actions}
      </header>
      <div className={classes.body}>{children}</div>
    </div>
  );
}
