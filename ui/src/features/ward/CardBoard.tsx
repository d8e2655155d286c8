import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/types.ts';
import { AwayLane } from './AwayLane.tsx';
import { BedCard } from './BedCard.tsx';
import { baysOf } from './board-model.ts';
import classes from './CardBoard.module.css';

const COLUMNS = 6;
/** The last two places of the last bay can hold two people without a bed; more get a row of their own. */
const PLACES_FOR_LANE = 2;

/** One row per bay, six cards in a row. */
export function CardBoard({ board }: { readonly board: Board }) {
  const { t } = useTranslation();
  const bays = baysOf(board.beds);
  const lastBay = bays.at(-1);
  const inLastRow = (lastBay?.beds.length ?? 0) % COLUMNS;
  const hasAway = board.no_bed.length > 0;
  const fits =
    inLastRow > 0 && inLastRow <= COLUMNS - PLACES_FOR_LANE && board.no_bed.length <= PLACES_FOR_LANE;
  const rows = bays.reduce(
    (sum, bay) => sum + Math.ceil(bay.beds.length / COLUMNS),
    hasAway && !fits ? 1 : 0,
  );
  if (board.beds.length === 0 && !hasAway) return <p className={classes.empty}>{t('ward.noBeds')}</p>;
  return (
    <div className={classes.board} style={{ '--rows': rows }}>
      {bays.map((bay) => (
        <section
          key={bay.name}
          className={classes.bay}
          aria-label={bay.name}
          style={{ flexGrow: Math.ceil(bay.beds.length / COLUMNS) }}
        >
          <h2 className={classes.name}>{bay.name}</h2>
          <div className={classes.beds}>
            {bay.beds.map((bed) => (
              <BedCard key={bed.id} bed={bed} />
            ))}
            {hasAway && fits && bay === lastBay ? <AwayLane away={board.no_bed} place="beside" /> : null}
          </div>
        </section>
      ))}
      {hasAway && !fits ? (
        <section className={classes.bay}>
          <span />
          <AwayLane away={board.no_bed} place="row" />
        </section>
      ) : null}
    </div>
  );
}
