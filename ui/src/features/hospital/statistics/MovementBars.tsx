import type { DayCount } from '../../../api/types.ts';
import { ChartFrame } from './ChartFrame.tsx';
import classes from './MovementBars.module.css';
import { scaleTo } from './scale.ts';

interface MovementBarsProps {
  readonly days: readonly DayCount[];
  readonly at: number;
  readonly onAt: (index: number) => void;
}

/** Two bars a day: who came, filled; who left, outlined. */
export function MovementBars({ days, at, onAt }: MovementBarsProps) {
  const lines = scaleTo(Math.max(...days.map((day) => Math.max(day.admissions, day.discharges))));
  const top = lines.at(-1) ?? 1;
  return (
    <ChartFrame days={days} lines={lines} at={at} onAt={onAt}>
      <div className={classes.days}>
        {days.map((day) => (
          <span key={day.day} className={classes.day}>
            <span className={classes.bar} data-kind="in" style={{ '--share': day.admissions / top }} />
            <span className={classes.bar} data-kind="out" style={{ '--share': day.discharges / top }} />
          </span>
        ))}
      </div>
    </ChartFrame>
  );
}
