import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/types.ts';
import { AwayLane } from './AwayLane.tsx';
import { BedCard } from './BedCard.tsx';
import { cardShape, type WardShape } from './board-shape.ts';
import classes from './CardBoard.module.css';
import type { Size } from './use-size.ts';

interface CardBoardProps {
  readonly boards: readonly Board[];
  readonly size: Size | null;
}

/** One row per bay, six cards in a row where there is the room; with several wards each under its name. */
export function CardBoard({ boards, size }: CardBoardProps) {
  const { t } = useTranslation();
  const { columns, rows, roomy, wards } = cardShape(boards, size);
  if (rows === 0) return <p className={classes.empty}>{t('ward.noBeds')}</p>;
  return (
    <div
      className={classes.board}
      data-roomy={roomy || undefined}
      style={{ '--rows': rows, '--columns': columns }}
    >
      {wards.map((ward) => (
        <WardCards
          key={ward.board.ward.id}
          shape={ward}
          columns={columns}
          named={boards.length > 1}
          roomy={roomy}
        />
      ))}
    </div>
  );
}

interface WardCardsProps {
  readonly shape: WardShape;
  readonly columns: number;
  readonly named: boolean;
  readonly roomy: boolean;
}

function WardCards({ shape, columns, named, roomy }: WardCardsProps) {
  const { board, bays, lane } = shape;
  return (
    <>
      {named ? <h2 className={classes.ward}>{board.ward.name}</h2> : null}
      {bays.map((bay) => (
        <section
          key={bay.name}
          className={classes.bay}
          aria-label={bay.name}
          style={{ flexGrow: Math.ceil(bay.beds.length / columns) }}
        >
          <h3 className={classes.name}>{bay.name}</h3>
          <div className={classes.beds}>
            {bay.beds.map((bed) => (
              <BedCard key={bed.id} bed={bed} roomy={roomy} />
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
