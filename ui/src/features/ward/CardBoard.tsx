import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/types.ts';
import { AwayLane } from './AwayLane.tsx';
import { BedCard } from './BedCard.tsx';
import { baysOf } from './board-model.ts';
import classes from './CardBoard.module.css';

const COLUMNS = 6;
/** The last two places of the last bay can hold two people without a bed; more get a row of their own. */
const PLACES_FOR_LANE = 2;

interface CardBoardProps {
  readonly boards: readonly Board[];
}

/** One row per bay, six cards in a row; with several wards each under its name. */
export function CardBoard({ boards }: CardBoardProps) {
  const { t } = useTranslation();
  const layouts = boards.map((board) => layoutOf(board));
  const rows = layouts.reduce((sum, layout) => sum + layout.rows, 0);
  if (rows === 0) return <p className={classes.empty}>{t('ward.noBeds')}</p>;
  return (
    <div className={classes.board} style={{ '--rows': rows }}>
      {layouts.map((layout) => (
        <WardCards key={layout.board.ward.id} layout={layout} named={boards.length > 1} />
      ))}
    </div>
  );
}

type Layout = ReturnType<typeof layoutOf>;

function layoutOf(board: Board) {
  const bays = baysOf(board.beds);
  const inLastRow = (bays.at(-1)?.beds.length ?? 0) % COLUMNS;
  const hasAway = board.no_bed.length > 0;
  const fits =
    inLastRow > 0 && inLastRow <= COLUMNS - PLACES_FOR_LANE && board.no_bed.length <= PLACES_FOR_LANE;
  const lane: 'none' | 'beside' | 'row' = !hasAway ? 'none' : fits ? 'beside' : 'row';
  const rows = bays.reduce((sum, bay) => sum + Math.ceil(bay.beds.length / COLUMNS), lane === 'row' ? 1 : 0);
  return { board, bays, lane, rows };
}

function WardCards({ layout, named }: { readonly layout: Layout; readonly named: boolean }) {
  const { board, bays, lane } = layout;
  return (
    <>
      {named ? <h2 className={classes.ward}>{board.ward.name}</h2> : null}
      {bays.map((bay) => (
        <section
          key={bay.name}
          className={classes.bay}
          aria-label={bay.name}
          style={{ flexGrow: Math.ceil(bay.beds.length / COLUMNS) }}
        >
          <h3 className={classes.name}>{bay.name}</h3>
          <div className={classes.beds}>
            {bay.beds.map((bed) => (
              <BedCard key={bed.id} bed={bed} />
            ))}
            {lane === 'beside' && bay === bays.at(-1) ? (
              <AwayLane away={board.no_bed} place="beside" />
            ) : null}
          </div>
        </section>
      ))}
      {lane === 'row' ? (
        <section className={classes.bay}>
          <span />
          <AwayLane away={board.no_bed} place="row" />
        </section>
      ) : null}
    </>
  );
}
