import type { Board, BoardAlert, BoardBed, Occupant, Severity } from '../../api/types.ts';

/** A count in the header and, when chosen, a filter: both are computed from the same rows. */
export const FILTERS = [
  'patients',
  'alerts',
  'no_bed',
  'free',
  'reserved',
  'cleaning',
  'closed',
  'differs',
] as const;
export type BoardFilter = (typeof FILTERS)[number];

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

function differs(occupant: Occupant | null | undefined): boolean {
  return occupant != null && occupant.disagreements.length > 0;
}

export function countsOf(boards: readonly Board[]): Record<BoardFilter, number> {
  const beds = boards.flatMap((board) => board.beds);
  const away = boards.flatMap((board) => board.no_bed);
  const people = [...beds.flatMap((bed) => bed.occupant ?? []), ...away];
  const state = (wanted: BoardBed['state']) => beds.filter((bed) => bed.state === wanted).length;
  return {
    patients: people.length,
    alerts: people.filter((person) => hasAlert(person)).length,
    no_bed: away.length,
    free: state('free'),
    reserved: state('reserved'),
    cleaning: state('cleaning'),
    closed: state('closed'),
    differs: people.filter((person) => differs(person)).length,
  };
}

/** One stay as the board shows it: who, in which bed if any, of which ward. */
export interface Stay {
  readonly occupant: Occupant;
  readonly bed: BoardBed | null;
  readonly ward: Board['ward'];
}

/** Read anew from the board each time, so that an open panel follows what happens. */
export function stayOf(boards: readonly Board[], patientId: string | null): Stay | null {
  for (const { ward, beds, no_bed } of boards) {
    const bed = beds.find((candidate) => candidate.occupant?.patient.id === patientId);
    if (bed?.occupant != null) return { occupant: bed.occupant, bed, ward };
    const away = no_bed.find((person) => person.patient.id === patientId);
    if (away !== undefined) return { occupant: away, bed: null, ward };
  }
  return null;
}

export interface PlacedBed {
  readonly bed: BoardBed;
  readonly ward: Board['ward'];
}

export function bedOf(boards: readonly Board[], bedId: string | null): PlacedBed | null {
  for (const { ward, beds } of boards) {
    const bed = beds.find((candidate) => candidate.id === bedId);
    if (bed !== undefined) return { bed, ward };
  }
  return null;
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
    case 'differs':
      return differs(occupant);
    default:
      return bed.state === filter;
  }
}

export function awayMatches(away: Occupant, filter: BoardFilter | null, typed: string): boolean {
  const words = folded(typed.trim());
  if (words !== '' && !occupantMatches(away, words)) return false;
  if (filter === 'alerts') return hasAlert(away);
  if (filter === 'differs') return differs(away);
  return filter === null || filter === 'patients' || filter === 'no_bed';
}
