import { describe, expect, it } from 'vitest';
import { labelsOf } from './bed-labels.ts';

describe('labels of beds', () => {
  it.each([
    ['A1-A6', ['A1', 'A2', 'A3', 'A4', 'A5', 'A6']],
    ['A1-3', ['A1', 'A2', 'A3']],
    ['A1–A2, B1 - B2', ['A1', 'A2', 'B1', 'B2']],
    ['Side 1, Side 2', ['Side 1', 'Side 2']],
    ['09-11', ['09', '10', '11']],
    ['B2-B2', ['B2']],
    [' A1 ,, ', ['A1']],
  ])('read %s', (text, labels) => {
    expect(labelsOf(text)).toEqual({ labels });
  });

  it.each([
    ['', 'empty'],
    [' , ', 'empty'],
    ['A1-B6', 'unreadable'],
    ['A6-A1', 'backwards'],
    ['A1-A101', 'tooMany'],
    ['A1-A60, B1-B60', 'tooMany'],
    ['A1-A3, A2', 'twice'],
  ])('refuse %s as %s', (text, fault) => {
    expect(labelsOf(text)).toMatchObject({ fault });
  });

  it('take exactly as many as allowed', () => {
    expect(labelsOf('A1-A100')).toMatchObject({
      labels: expect.objectContaining({ length: 100 }) as unknown,
    });
  });
});
