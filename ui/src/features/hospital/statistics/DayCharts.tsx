import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayCount } from '../../../api/types.ts';
import { Card } from '../../../design/Card.tsx';
import { formatPlainDate } from '../../../lib/time/format.ts';
import classes from './DayCharts.module.css';
import { Legend } from './Legend.tsx';
import { MidnightLine } from './MidnightLine.tsx';
import { MovementBars } from './MovementBars.tsx';

interface DayChartsProps {
  /** Oldest first. */
  readonly days: readonly DayCount[];
  readonly totalBeds: number;
}

/** Two pictures of the same days under one cursor: pointer or arrows move it, and its day is read out above. */
export function DayCharts({ days, totalBeds }: DayChartsProps) {
  const { t } = useTranslation();
  const [at, setAt] = useState(days.length - 1);
  const index = Math.min(at, days.length - 1);
  const day = days[index];
  const move = (to: number) => {
    setAt(Math.max(0, Math.min(days.length - 1, to)));
  };
  const readOut =
    day === undefined
      ? ''
      : t('statistics.dayWords', {
          date: formatPlainDate(day.day),
          admissions: t('statistics.admissionCount', { count: day.admissions }),
          discharges: t('statistics.dischargeCount', { count: day.discharges }),
          occupied: day.occupied_at_midnight,
        });
  return (
    <Card title={t('statistics.byDay')} note={t('statistics.lastDays', { count: days.length })}>
      <div
        className={classes.charts}
        role="slider"
        tabIndex={0}
        aria-label={t('statistics.dayCursor')}
        aria-valuemin={1}
        aria-valuemax={days.length}
        aria-valuenow={index + 1}
        aria-valuetext={readOut}
        onKeyDown={(event) => {
          const steps: Record<string, number> = {
            ArrowLeft: index - 1,
            ArrowRight: index + 1,
            Home: 0,
            End: days.length - 1,
          };
          const to = steps[event.key];
          if (to === undefined) return;
          event.preventDefault();
          move(to);
        }}
      >
        <p className={classes.readOut} data-testid="day-read-out">
          {readOut}
        </p>
        <div className={classes.titled}>
          <h3 className={classes.title}>{t('statistics.movements')}</h3>
          <Legend
            entries={[
              { fill: 'occupied', words: t('statistics.admissions') },
              { fill: 'discharged', words: t('statistics.discharges') },
            ]}
          />
        </div>
        <MovementBars days={days} at={index} onAt={move} />
        <div className={classes.titled}>
          <h3 className={classes.title}>{t('statistics.atMidnight')}</h3>
          <Legend
            entries={[
              { fill: 'line', words: t('bedState.occupied') },
              { fill: 'limit', words: t('statistics.bedsNow', { count: totalBeds }) },
            ]}
          />
        </div>
        <MidnightLine days={days} totalBeds={totalBeds} at={index} onAt={move} />
      </div>
    </Card>
  );
}
