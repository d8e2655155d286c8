import { useTranslation } from 'react-i18next';
import type { WardOccupancy } from '../../../api/types.ts';
import { Legend } from './Legend.tsx';
import { percent } from './scale.ts';
import classes from './WardOccupancyChart.module.css';

/** In the order of the bar: what is taken first, what can be taken last. */
const STATES = ['occupied', 'reserved', 'cleaning', 'closed', 'free'] as const;

/** One bar per ward, as long as the ward has beds, cut into the states of its beds. */
export function WardOccupancyChart({ wards }: { readonly wards: readonly WardOccupancy[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...wards.map((ward) => ward.total));
  return (
    <>
      <Legend entries={STATES.map((state) => ({ fill: state, words: t(`bedState.${state}`) }))} />
      <ul className={classes.wards}>
        {wards.map((ward) => (
          <WardBar key={ward.ward_id} ward={ward} most={most} />
        ))}
      </ul>
    </>
  );
}

interface WardBarProps {
  readonly ward: WardOccupancy;
  readonly most: number;
}

function WardBar({ ward, most }: WardBarProps) {
  const { t } = useTranslation();
  const words = STATES.filter((state) => ward[state] > 0)
    .map((state) => t('statistics.stateCount', { count: ward[state], state: t(`bedState.${state}`) }))
    .join(', ');
  const rate = percent(ward.occupied, ward.total);
  return (
    <li className={classes.ward} data-testid="ward-occupancy">
      <span className={classes.head}>
        <bdi className={classes.name}>{ward.ward_name}</bdi>
        <span className={classes.rate}>
          {rate === null
            ? t('statistics.noBeds')
            : t('statistics.wardRate', { occupied: ward.occupied, count: ward.total, percent: rate })}
        </span>
      </span>
      <span className={classes.track}>
        <span
          className={classes.bar}
          style={{ '--share': ward.total / most }}
          role="img"
          aria-label={words === '' ? t('statistics.noBeds') : words}
        >
          {STATES.filter((state) => ward[state] > 0).map((state) => (
            <span
              key={state}
              className={classes.part}
              data-fill={state}
              style={{ '--share': ward[state] }}
              title={t('statistics.stateCount', { count: ward[state], state: t(`bedState.${state}`) })}
            >
              <span className={classes.number}>{ward[state]}</span>
            </span>
          ))}
        </span>
      </span>
    </li>
  );
}
