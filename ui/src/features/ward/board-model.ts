import type { Board, BoardAlert, BoardBed, Occupant, Severity } from '../../api/types.ts';

/** A count in the header and, when chosen, a filter: both are computed from the same rows. */
export type BoardFilter = 'patients' | 'alerts' | 'no_bed' | 'free' | 'cleaning' | 'closed';
export const FILTERS: readonly BoardFilter[] = ['patients', 'alerts', 'no_bed', 'free', 'cleaning', 'closed'];

/** From this many beds on, rows instead of cards. */
export const DENSE_FROM = 45;

export interface Bay {
  readonly name: string;
  readonly beds: readonly BoardBed[];
}

export function baysOf(beds: readonly BoardBed[]): readonly Bay[] {
  const bays = new Map<string, BoardBed[]>();
  for (const bed of [...beds].sort((a, b) => a.position - b.position)) {
    const name = bed.bay;
    const bay = bays.get(name);
    if (bay === undefined) bays.set(name, [bed]);
    else bay.push(bed);
  }
  return [...bays].map(([name, inBay]) => ({ name, beds: inBay }));
}

function hasAlert(occupant: Occupant | null | undefined): boolean {
  return occupant != null && occupant.alerts.length > 0;
}

export function countsOf(board: Board): Record<BoardFilter, number> {
  const state = (wanted: BoardBed['state']) => board.beds.filter((bed) => bed.state === wanted).length;
  return {
    patients: board.beds.filter((bed) => bed.occupant != null).length + board.no_bed.length,
    alerts:
      board.beds.filter((bed) => hasAlert(bed.occupant)).length +
      board.no_bed.filter((away) => hasAlert(away)).length,
    no_bed: board.no_bed.length,
    free: state('free'),
    cleaning: state('cleaning'),
    closed: state('closed'),
  };
}

const RANK: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3 };

/** The alert a card shows: the gravest, and of equal ones the one nobody has answered. */
export function gravest(alerts: readonly BoardAlert[]): BoardAlert | null {
  const rank = (alert: BoardAlert) => RANK[alert.severity] * 2 + (alert.status === 'active' ? 0 : 1);
  return alerts.reduce<BoardAlert | null>(
    (worst, alert) => (worst === null || rank(alert) < rank(worst) ? alert : worst),
    null,
  );
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('en-GB');
}

function occupantMatches(occupant: Occupant, words: string): boolean {
  const { family_name: family, given_name: given, code } = occupant.patient;
  return folded(`${family} ${given} ${family}, ${given} ${code}`).includes(words);
}

/** True where a card stays at full strength. Typed words look at bed, name and code, without accents. */
export function bedMatches(bed: BoardBed, filter: BoardFilter | null, typed: string): boolean {
  const words = folded(typed.trim());
  const occupant = bed.occupant ?? null;
  const byText =
    words === '' ||
    folded(bed.label).startsWith(words) ||
    (occupant !== null && occupantMatches(occupant, words));
  if (!byText) return false;
  switch (filter) {
    case null:
      return true;
    case 'patients':
      return occupant !== null;
    case 'alerts':
      return hasAlert(occupant);
    case 'no_bed':
      return false;
    default:
      return bed.state === filter;
  }
}

export function awayMatches(away: Occupant, filter: BoardFilter | null, typed: string): boolean {
  const words = folded(typed.trim());
  if (words !== '' && !occupantMatches(away, words)) return false;
  if (filter === 'alerts') return hasAlert(away);
  return filter === null || filter === 'patients' || filter === 'no_bed';
}
