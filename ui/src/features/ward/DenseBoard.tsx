import { useTranslation } from 'react-i18next';
import type { Board, BoardBed, Occupant } from '../../api/types.ts';
import { DenseAwayRow, DenseRow } from './DenseRow.tsx';
import classes from './DenseBoard.module.css';

const COLUMNS = 3;

type Entry =
  | { readonly kind: 'bed'; readonly bed: BoardBed }
  | { readonly kind: 'title' }
  | { readonly kind: 'away'; readonly away: Occupant };

/** Three columns of rows in the order of the beds, filled downwards; those without a bed stand under the third. */
export function DenseBoard({ board }: { readonly board: Board }) {
  const { t } = useTranslation();
  const entries = entriesOf(board);
  const perColumn = Math.ceil(entries.length / COLUMNS);
  const columns = Array.from({ length: COLUMNS }, (_, index) =>
    entries.slice(index * perColumn, (index + 1) * perColumn),
  );
  return (
    <div className={classes.board}>
      {columns.map((column, index) => (
        <section key={index} className={classes.column}>
          <div className={classes.head} aria-hidden="true">
            <span className={classes.bed}>{t('ward.column.bed')}</span>
            <span className={classes.score}>{t('ward.column.score')}</span>
            <span className={classes.patient}>{t('ward.column.patient')}</span>
            <span className={classes.out}>{t('ward.column.discharge')}</span>
          </div>
          {column.map((entry) => (
            <EntryRow key={keyOf(entry)} entry={entry} count={board.no_bed.length} />
          ))}
        </section>
      ))}
    </div>
  );
}

function entriesOf(board: Board): readonly Entry[] {
  const beds = [...board.beds]
    .sort((a, b) => a.position - b.position)
    .map((bed): Entry => ({ kind: 'bed', bed }));
  if (board.no_bed.length === 0) return beds;
  return [...beds, { kind: 'title' }, ...board.no_bed.map((away): Entry => ({ kind: 'away', away }))];
}

function keyOf(entry: Entry): string {
  if (entry.kind === 'bed') return entry.bed.id;
  return entry.kind === 'away' ? entry.away.admission_id : 'title';
}

function EntryRow({ entry, count }: { readonly entry: Entry; readonly count: number }) {
  const { t } = useTranslation();
  if (entry.kind === 'bed') return <DenseRow bed={entry.bed} />;
  if (entry.kind === 'away') return <DenseAwayRow away={entry.away} />;
  return <h2 className={classes.title}>{t('ward.awayCount', { count })}</h2>;
}
