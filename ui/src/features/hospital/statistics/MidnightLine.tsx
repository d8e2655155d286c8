import type { DayCount } from '../../../api/types.ts';
import { ChartFrame } from './ChartFrame.tsx';
import classes from './MidnightLine.module.css';
import { scaleTo } from './scale.ts';

interface MidnightLineProps {
  readonly days: readonly DayCount[];
  readonly totalBeds: number;
  readonly at: number;
  readonly onAt: (index: number) => void;
}

/** How many beds were taken at the end of each day, against how many there are now. */
export function MidnightLine({ days, totalBeds, at, onAt }: MidnightLineProps) {
  const lines = scaleTo(Math.max(totalBeds, ...days.map((day) => day.occupied_at_midnight)));
  const top = lines.at(-1) ?? 1;
  const x = (index: number) => ((index + 0.5) / days.length) * 100;
  const y = (value: number) => (1 - value / top) * 100;
  const points = days.map((day, index) => `${x(index)},${y(day.occupied_at_midnight)}`);
  const marked = days[at];
  return (
    <ChartFrame days={days} lines={lines} at={at} onAt={onAt}>
      <svg className={classes.chart} viewBox="0 0 100 100" preserveAspectRatio="none">
        <polygon
          className={classes.area}
          points={[`${x(0)},100`, ...points, `${x(days.length - 1)},100`].join(' ')}
        />
        <line className={classes.limit} x1="0" x2="100" y1={y(totalBeds)} y2={y(totalBeds)} />
        <polyline className={classes.line} points={points.join(' ')} />
      </svg>
      {marked === undefined ? null : (
        <span
          className={classes.dot}
          style={{ left: `${x(at)}%`, top: `${y(marked.occupied_at_midnight)}%` }}
        />
      )}
    </ChartFrame>
  );
}
