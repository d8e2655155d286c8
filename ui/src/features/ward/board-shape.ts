import type { Board } from '../../api/types.ts';
import { type Bay, baysOf } from './board-model.ts';
import type { Size } from './use-size.ts';

/** Places in a row: as many as the largest bay has beds, within what can be read side by side. */
const MOST_COLUMNS = 6;
const FEWEST_COLUMNS = 3;
/** A card narrower than this breaks ordinary surnames. */
const NARROWEST_CARD = 108;
/** The last two places of the last bay can hold two people without a bed; more get a row of their own. */
const PLACES_FOR_LANE = 2;
/** From this height on a card has room for what must be known at the bedside. */
const ROOMY_ROW = 164;

export interface WardShape {
  readonly board: Board;
  readonly bays: readonly Bay[];
  readonly lane: 'none' | 'beside' | 'row';
}

export interface BoardShape {
  readonly columns: number;
  readonly rows: number;
  /** True where every card has the height to say more. All of them do, or none: what is missing from one is then missing. */
  readonly roomy: boolean;
  readonly wards: readonly WardShape[];
}

/** How the cards of these wards stand in the room there is. */
export function cardShape(boards: readonly Board[], size: Size | null): BoardShape {
  const bays = boards.map((board) => baysOf(board.beds));
  const widest = Math.max(0, ...bays.flat().map((bay) => bay.beds.length));
  const room =
    size === null ? MOST_COLUMNS : Math.max(FEWEST_COLUMNS, Math.floor(size.width / NARROWEST_CARD));
  const columns = Math.min(Math.max(widest, FEWEST_COLUMNS), MOST_COLUMNS, room);
  const wards = boards.map((board, index): WardShape => {
    const own = bays[index] ?? [];
    return { board, bays: own, lane: laneOf(board, own, columns) };
  });
  const rows = wards.reduce((sum, ward) => sum + rowsOf(ward, columns), 0);
  return { columns, rows, roomy: size !== null && rows > 0 && size.height / rows >= ROOMY_ROW, wards };
}

function laneOf(board: Board, bays: readonly Bay[], columns: number): WardShape['lane'] {
  if (board.no_bed.length === 0) return 'none';
  const inLastRow = (bays.at(-1)?.beds.length ?? 0) % columns;
  const fits =
    inLastRow > 0 && inLastRow <= columns - PLACES_FOR_LANE && board.no_bed.length <= PLACES_FOR_LANE;
  return fits ? 'beside' : 'row';
}

function rowsOf({ bays, lane }: WardShape, columns: number): number {
  return bays.reduce((sum, bay) => sum + Math.ceil(bay.beds.length / columns), lane === 'row' ? 1 : 0);
}

/** A column narrower than this leaves a name less room than the rest of its row. */
const NARROWEST_COLUMN = 330;
const MOST_ROW_COLUMNS = 3;

/** How many columns of rows stand side by side. */
export function rowColumns(size: Size | null): number {
  if (size === null) return MOST_ROW_COLUMNS;
  return Math.min(MOST_ROW_COLUMNS, Math.max(1, Math.floor(size.width / NARROWEST_COLUMN)));
}
