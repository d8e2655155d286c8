import type { ReactNode } from 'react';
import type { DayCount } from '../../../api/types.ts';
import { formatPlainDate } from '../../../lib/time/format.ts';
import classes from './ChartFrame.module.css';

interface ChartFrameProps {
  readonly days: readonly DayCount[];
  /** From 0 upwards. */
  readonly lines: readonly number[];
  readonly at: number;
  readonly onAt: (index: number) => void;
  readonly children: ReactNode;
}

const EVERY = 7;
/** `22-Nov-2026` without its year: all the days are near. */
const SHORT = 6;

/** The ground of a chart over days: figures at the side, dates below, a column per day that the pointer can be in. */
export function ChartFrame({ days, lines, at, onAt, children }: ChartFrameProps) {
  const top = lines.at(-1) ?? 1;
  return (
    <div className={classes.frame} aria-hidden="true">
      <div className={classes.plot}>
        {lines.map((line) => (
          <span key={line} className={classes.line} style={{ '--share': line / top }}>
            <span className={classes.figure}>{line}</span>
          </span>
        ))}
        {children}
        <div className={classes.columns}>
          {days.map((day, index) => (
            <span
              key={day.day}
              className={classes.column}
              data-on={index === at || undefined}
              onPointerEnter={() => {
                onAt(index);
              }}
            >
              {(days.length - 1 - index) % EVERY === 0 ? (
                <span className={classes.date}>{formatPlainDate(day.day).slice(0, SHORT)}</span>
              ) : null}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
