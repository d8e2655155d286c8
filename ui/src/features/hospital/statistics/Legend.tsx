import bars from './WardOccupancyChart.module.css';
import classes from './Legend.module.css';

interface LegendProps {
  readonly entries: readonly { readonly fill: string; readonly words: string }[];
}

/** What each pattern means. The patterns differ in print and for every eye, not by colour alone. */
export function Legend({ entries }: LegendProps) {
  return (
    <ul className={classes.legend}>
      {entries.map((entry) => (
        <li key={entry.fill} className={classes.entry}>
          <span className={`${bars.part} ${classes.sample}`} data-fill={entry.fill} aria-hidden="true" />
          {entry.words}
        </li>
      ))}
    </ul>
  );
}
