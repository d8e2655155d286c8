import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '../../testing/fake-server.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { alden, bedOf, boardOf, occupantOf } from '../../testing/samples.ts';
import { WardBoard } from './WardBoard.tsx';

const critical = {
  alert_id: 'A-1',
  severity: 'critical',
  status: 'active',
  alert_type: 'abnormal_vitals',
  raised_at: '2026-11-22T15:41:54Z',
} as const;
const juniper = {
  ...alden,
  id: '00000000-0000-7000-8000-000000001002',
  code: 'P00043-5' as typeof alden.code,
  family_name: 'Batz',
  given_name: 'Juniper',
  title: null,
  allergy_state: 'not_asked' as const,
  allergies: [],
};
const board = boardOf(
  [
    bedOf('B1', 1, { state: 'occupied', occupant: occupantOf(alden, { alerts: [critical] }) }),
    bedOf('B2', 2, {
      state: 'occupied',
      occupant: occupantOf(juniper, { same_surname_beds: ['B6'], isolation: 'contact' }),
    }),
    bedOf('B3', 3),
    bedOf('B4', 4, { state: 'closed', state_reason: 'Bed rail fault' }),
  ],
  [occupantOf({ ...alden, id: '00000000-0000-7000-8000-000000001003' }, { place: 'Theatre 2' })],
);

function open() {
  fakeServer({
    [`GET /api/emergency/patients/${alden.id}/alerts`]: { status: 200, body: [] },
    [`GET /api/emergency/patients/${juniper.id}/alerts`]: { status: 200, body: [] },
  });
  renderApp(<WardBoard boards={[board]} onWard={() => undefined} />);
}

describe('the ward board', () => {
  it('shows who lies where, with shape and words for what is wrong, and no score that does not exist', async () => {
    open();
    const card = await screen.findByTestId('bed-card-B1');
    expect(card).toHaveAccessibleName(
      'Bed B1, CONSIDINE, Alden (Mr), 71 M, Critical alert, Waiting for an answer',
    );
    expect(within(card).getByRole('img', { name: 'Critical', hidden: true })).toBeVisible();
    expect(within(card).getByRole('img', { name: 'No score', hidden: true })).toHaveTextContent('–');
    expect(screen.getByTestId('bed-card-B2')).toHaveTextContent('Same surname in B6');
    expect(screen.getByTestId('bed-card-B2')).toHaveTextContent('Contact');
    expect(screen.getByTestId('bed-card-B3')).toHaveTextContent('Free');
    expect(screen.getByTestId('bed-card-B4')).toHaveTextContent('Bed rail fault');
    expect(screen.getByText('No bed or away (1)')).toBeVisible();
  });

  it('counts what it shows and filters by it, but never dims an unanswered alert', async () => {
    open();
    const free = await screen.findByTestId('count-free');
    expect(free).toHaveTextContent('1 free');
    await userEvent.click(free);
    expect(free).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByTestId('bed-card-B2')).toHaveAttribute('data-dimmed');
    expect(screen.getByTestId('bed-card-B3')).not.toHaveAttribute('data-dimmed');
    expect(screen.getByTestId('bed-card-B1')).not.toHaveAttribute('data-dimmed');
    await userEvent.keyboard('{Escape}');
    expect(screen.getByTestId('bed-card-B2')).not.toHaveAttribute('data-dimmed');
  });

  it('filters by what is typed after /', async () => {
    open();
    await screen.findByTestId('bed-card-B1');
    await userEvent.keyboard('/');
    await userEvent.keyboard('batz');
    expect(screen.getByTestId('bed-card-B3')).toHaveAttribute('data-dimmed');
    expect(screen.getByTestId('bed-card-B2')).not.toHaveAttribute('data-dimmed');
  });

  it('is walked with J and K, and Enter opens the patient', async () => {
    open();
    await screen.findByTestId('bed-card-B1');
    await userEvent.keyboard('j');
    expect(screen.getByTestId('bed-card-B1')).toHaveFocus();
    await userEvent.keyboard('j');
    expect(screen.getByTestId('bed-card-B2')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    const panel = await screen.findByTestId('patient-panel');
    expect(within(panel).getByTestId('patient-banner')).toHaveTextContent('BATZ, Juniper');
    expect(panel).toHaveTextContent('14-Mar-1955 (71 y)');
    expect(panel).toHaveTextContent('Allergies not asked');
    expect(await within(panel).findByText('No open alerts.')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByTestId('patient-panel')).toBeNull();
  });

  it('lists the same beds as rows when asked to', async () => {
    open();
    await screen.findByTestId('bed-card-B1');
    await userEvent.keyboard('d');
    expect(screen.getByRole('button', { name: /Rows/ })).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByTestId('bed-card-B1')).toHaveTextContent('CONSIDINE, Alden (Mr)');
    expect(screen.getByText('No bed or away (1)')).toBeVisible();
  });

  it('says what is unusual about a patient: unidentified, a newborn, data that disagree, what they need', async () => {
    fakeServer({});
    const newborn = { ...alden, id: '00000000-0000-7000-8000-000000001004', age_years: 0 };
    const odd = occupantOf(newborn, {
      age_hours: 9,
      identity_state: 'unidentified',
      needs: ['oxygen'],
      disagreements: ['Left 13:40, not freed'],
    });
    const beds = [bedOf('B1', 1, { state: 'occupied', occupant: odd }), bedOf('B2', 2)];
    renderApp(<WardBoard boards={[boardOf(beds)]} onWard={() => undefined} />);
    const card = await screen.findByTestId('bed-card-B1');
    expect(card).toHaveAccessibleName(
      'Bed B1, CONSIDINE, Alden (Mr), 9 h M, Unidentified, Needs oxygen, Data disagree: Left 13:40, not freed',
    );
    expect(card).toHaveTextContent('Left 13:40, not freed');
    await userEvent.click(screen.getByTestId('count-differs'));
    expect(screen.getByTestId('bed-card-B2')).toHaveAttribute('data-dimmed');
  });

  it('shows all wards under their names, counted together', async () => {
    fakeServer({});
    const other = boardOf([bedOf('A1', 1), bedOf('A2', 2, { state: 'cleaning' })]);
    const second = {
      ...other,
      ward: { ...other.ward, id: '00000000-0000-7000-8000-000000000012', name: 'Ward 2' },
    };
    renderApp(<WardBoard boards={[board, second]} onWard={() => undefined} />);
    expect(await screen.findByRole('heading', { name: 'Ward 2' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Ward: All wards, 6 beds' })).toBeVisible();
    expect(screen.getByTestId('count-free')).toHaveTextContent('2 free');
  });
});
