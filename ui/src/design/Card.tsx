import { type ReactNode, useId } from 'react';
import classes from './Card.module.css';

interface CardProps {
  readonly title: string;
  readonly note?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a screen with a heading and what can be done to it. */
export function Card({ title, note, actions, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {note === undefined ? null : <span className={classes.note}>{note}</span>}
        <span className={classes.spring} />
        {actions}
      </header>
      {children}
    </section>
  );
}
