import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

/** Two rows of three, the second one short. */
const boxes = [
  [0, 0],
  [100, 0],
  [200, 0],
  [0, 60],
  [100, 60],
].map(([left = 0, top = 0]) => ({ left, top, width: 90, height: 50 }));

describe('arrow keys', () => {
  it('follow rows and columns', () => {
    expect(nearest(boxes, 0, 'right')).toBe(1);
    expect(nearest(boxes, 1, 'down')).toBe(4);
    expect(nearest(boxes, 3, 'up')).toBe(0);
  });

  it('take the next best where a row is short, and stop at the edge', () => {
    expect(nearest(boxes, 2, 'down')).toBe(4);
    expect(nearest(boxes, 0, 'left')).toBeNull();
    expect(nearest(boxes, 99, 'left')).toBeNull();
  });
});
