import { describe, expect, it } from 'vitest';
import { count, percent, scaleTo } from './scale.ts';

describe('the scale of a chart', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [40, [0, 10, 20, 30, 40]],
    [106, [0, 25, 50, 75, 100, 125]],
  ])('up to %i', (highest, lines) => {
    expect(scaleTo(highest)).toEqual(lines);
  });

  it('grows with any hospital', () => {
    expect(scaleTo(123_456).length).toBeLessThanOrEqual(6);
  });
});

describe('figures', () => {
  it('have a comma from a thousand', () => {
    expect(count(999)).toBe('999');
    expect(count(12_345)).toBe('12,345');
  });

  it('are no percentage of nothing', () => {
    expect(percent(33, 40)).toBe(83);
    expect(percent(0, 0)).toBeNull();
  });
});
