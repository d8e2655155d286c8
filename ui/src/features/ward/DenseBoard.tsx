import { useTranslation } from 'react-i18next';
import type { Board, BoardBed, Occupant } from '../../api/types.ts';
import { rowColumns } from './board-shape.ts';
import { DenseAwayRow, DenseRow } from './DenseRow.tsx';
import classes from './DenseBoard.module.css';
import type { Size } from './use-size.ts';

type Entry =
  | { readonly kind: 'bed'; readonly bed: BoardBed }
  | { readonly kind: 'ward'; readonly name: string; readonly id: string }
  | { readonly kind: 'title'; readonly count: number; readonly id: string }
  | { readonly kind: 'away'; readonly away: Occupant };

interface DenseBoardProps {
  readonly boards: readonly Board[];
  readonly size: Size | null;
}

/** Three columns of rows in the order of the beds, filled downwards; those without a bed stand under the third. */
export function DenseBoard({ boards, size }: DenseBoardProps) {
  const { t } = useTranslation();
  const entries = entriesOf(boards);
  const count = rowColumns(size);
  const perColumn = Math.ceil(entries.length / count);
  const columns = Array.from({ length: count }, (_, index) =>
    entries.slice(index * perColumn, (index + 1) * perColumn),
  );
  return (
    <div className={classes.board} style={{ '--columns': count, '--rows': perColumn }}>
      {columns.map((column, index) => (
        <section key={index} className={classes.column}>
          <div className={classes.head} aria-hidden="true">
            <span className={classes.bed}>{t('ward.column.bed')}</span>
            <span className={classes.score}>{t('ward.column.score')}</span>
            <span className={classes.patient}>{t('ward.column.patient')}</span>
            <span className={classes.seen}>{t('ward.column.observed')}</span>
            <span className={classes.out}>{t('ward.column.discharge')}</span>
          </div>
          {column.map((entry) => (
            <EntryRow key={keyOf(entry)} entry={entry} />
          ))}
        </section>
      ))}
    </div>
  );
}

function entriesOf(boards: readonly Board[]): readonly Entry[] {
  return boards.flatMap(({ ward, beds, no_bed }): Entry[] => [
    ...(boards.length > 1 ? [{ kind: 'ward', name: ward.name, id: ward.id } as const] : []),
    ...[...beds].sort((a, b) => a.position - b.position).map((bed): Entry => ({ kind: 'bed', bed })),
    ...(no_bed.length === 0 ? [] : [{ kind: 'title', count: no_bed.length, id: ward.id } as const]),
    ...no_bed.map((away): Entry => ({ kind: 'away', away })),
  ]);
}

function keyOf(entry: Entry): string {
  if (entry.kind === 'bed') return entry.bed.id;
  return entry.kind === 'away' ? entry.away.admission_id : `${entry.kind} ${entry.id}`;
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  switch (entry.kind) {
    case 'bed':
      return <DenseRow bed={entry.bed} />;
    case 'away':
      return <DenseAwayRow away={entry.away} />;
    case 'ward':
      return <h2 className={classes.ward}>{entry.name}</h2>;
    case 'title':
      return <h2 className={classes.title}>{t('ward.awayCount', { count: entry.count })}</h2>;
  }
}
