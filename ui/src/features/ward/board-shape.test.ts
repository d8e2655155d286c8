import { describe, expect, it } from 'vitest';
import { alden, bedOf, boardOf, occupantOf } from '../../testing/samples.ts';
import { cardShape, rowColumns } from './board-shape.ts';

const bay = (name: string, count: number, from: number) =>
  Array.from({ length: count }, (_, index) =>
    bedOf(`${name}${String(index + 1)}`, from + index, { bay: name }),
  );
const sixBeds = boardOf([...bay('Open', 4, 1), ...bay('Side', 2, 5)], [occupantOf(alden)]);
const twentyFour = boardOf(['A', 'B', 'C', 'D'].flatMap((name, index) => bay(name, 6, index * 6 + 1)));

describe('how cards stand on the board', () => {
  it('gives a small ward larger cards: as many places in a row as its largest bay has beds', () => {
    expect(cardShape([sixBeds], { width: 1500, height: 900 })).toMatchObject({ columns: 4, rows: 2 });
  });

  it('never puts more than six beside each other, and fewer where there is no room', () => {
    expect(cardShape([twentyFour], { width: 2400, height: 900 })).toMatchObject({ columns: 6, rows: 4 });
    expect(cardShape([twentyFour], { width: 500, height: 300 })).toMatchObject({ columns: 4, rows: 8 });
    expect(cardShape([twentyFour], { width: 200, height: 300 })).toMatchObject({ columns: 3 });
  });

  it('says more on all cards or on none, by the height there is', () => {
    expect(cardShape([twentyFour], { width: 1500, height: 940 }).roomy).toBe(true);
    expect(cardShape([twentyFour], { width: 1150, height: 640 }).roomy).toBe(false);
    expect(cardShape([twentyFour], null).roomy).toBe(false);
  });

  it('puts those without a bed beside the last bay while two places are left there', () => {
    expect(cardShape([sixBeds], { width: 1500, height: 900 }).wards[0]?.lane).toBe('beside');
    expect(cardShape([sixBeds], { width: 330, height: 900 }).wards[0]?.lane).toBe('row');
  });

  it('makes fewer columns of rows when a panel takes the room, so that names keep theirs', () => {
    expect([1156, 784, 500].map((width) => rowColumns({ width, height: 700 }))).toEqual([3, 2, 1]);
  });
});
