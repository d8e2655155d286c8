import { describe, expect, it } from 'vitest';
import { alden, bedOf, boardOf, occupantOf } from '../../testing/samples.ts';
import { awayMatches, baysOf, bedMatches, countsOf, gravest } from './board-model.ts';

const raised_at = '2026-11-22T15:41:54Z';
const alert = (severity: 'critical' | 'high' | 'low', status: 'active' | 'acknowledged') =>
  ({ alert_id: `${severity}-${status}`, severity, status, alert_type: 'other', raised_at }) as const;
const fatima = { ...alden, id: `${alden.id.slice(0, -1)}2`, family_name: 'الحسني', given_name: 'فاطمة' };
const adan = { ...alden, id: `${alden.id.slice(0, -1)}3`, family_name: 'Portillo', given_name: 'Adán' };

const board = boardOf(
  [
    bedOf('B1', 7),
    bedOf('A2', 2, { state: 'cleaning' }),
    bedOf('A1', 1, { state: 'occupied', occupant: occupantOf(adan, { alerts: [alert('high', 'active')] }) }),
    bedOf('A3', 3, { state: 'occupied', occupant: occupantOf(fatima) }),
  ],
  [occupantOf(alden, { place: 'Theatre 2' })],
);

describe('the ward board', () => {
  it('has one row per bay, beds in the ward’s own order', () => {
    expect(baysOf(board.beds).map((bay) => [bay.name, bay.beds.map((bed) => bed.label)])).toEqual([
      ['Bay A', ['A1', 'A2', 'A3']],
      ['Bay B', ['B1']],
    ]);
  });

  it('counts from the rows it shows', () => {
    expect(countsOf([board])).toEqual({
      patients: 3,
      alerts: 1,
      no_bed: 1,
      free: 1,
      reserved: 0,
      cleaning: 1,
      closed: 0,
      differs: 0,
    });
  });

  it('shows the gravest alert, of equal ones the one nobody has answered', () => {
    const alerts = [alert('low', 'active'), alert('critical', 'acknowledged'), alert('critical', 'active')];
    expect(gravest(alerts)?.alert_id).toBe('critical-active');
    expect(gravest([])).toBeNull();
  });

  it('filters by count', () => {
    const kept = (filter: 'alerts' | 'free') =>
      board.beds.filter((bed) => bedMatches(bed, filter, '')).map((b) => b.label);
    expect(kept('alerts')).toEqual(['A1']);
    expect(kept('free')).toEqual(['B1']);
  });

  it('finds a name without its accents, a bed, a code, and another script', () => {
    const kept = (typed: string) =>
      board.beds.filter((bed) => bedMatches(bed, null, typed)).map((b) => b.label);
    expect(kept('adan')).toEqual(['A1']);
    expect(kept('portillo, ad')).toEqual(['A1']);
    expect(kept('b1')).toEqual(['B1']);
    expect(kept('فاطمة')).toEqual(['A3']);
    expect(kept('p00042')).toEqual(['A1', 'A3']);
  });

  it('keeps those without a bed among the patients', () => {
    const [away] = board.no_bed;
    expect(away && [awayMatches(away, 'patients', ''), awayMatches(away, 'free', '')]).toEqual([true, false]);
  });
});
