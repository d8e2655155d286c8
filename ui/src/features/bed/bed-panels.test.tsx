import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { BedOption, BoardBed, Me } from '../../api/types.ts';
import { fakeServer } from '../../testing/fake-server.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { alden, bedOf, boardOf, hospital, nurse, occupantOf, ward } from '../../testing/samples.ts';
import { WardBoard } from '../ward/WardBoard.tsx';
import { streamOpened } from '../workstation/live-link.ts';

// A whole board with its panels is drawn in each: slow where many tests run side by side.
vi.setConfig({ testTimeout: 20_000 });

const charge: Me = { ...nurse, permissions: [...nurse.permissions, 'admission_write', 'patient_search'] };
const blair = {
  ...alden,
  id: '00000000-0000-7000-8000-000000001002',
  code: 'P00043-5' as typeof alden.code,
  family_name: 'Conroy',
  given_name: 'Blair',
  title: 'Ms',
  date_of_birth: '1980-04-03',
};
const soon = new Date(Date.now() + 1_972_000).toISOString();
const b1 = bedOf('B1', 1, {
  state: 'occupied',
  occupant: occupantOf(alden, { admission_version: 4, needs: ['oxygen'] }),
});
const b2 = bedOf('B2', 2, { state: 'occupied', occupant: occupantOf(blair, { admission_version: 7 }) });
const b3 = bedOf('B3', 3);
const b4 = bedOf('B4', 4, {
  state: 'reserved',
  reservation: {
    id: 'r1',
    from: new Date().toISOString(),
    until: soon,
    patient: null,
    reason: 'From theatre',
  },
});
const b5 = bedOf('B5', 5, { state: 'closed', state_reason: 'Bed rail fault' });
const b6 = bedOf('B6', 6, { state: 'cleaning', version: 3, ready_about: soon });

function optionOf(bed: BoardBed, fit: BedOption['fit'], change: Partial<BedOption> = {}): BedOption {
  const full = { ...bed, ward_id: ward.id, ward_name: ward.name, occupant: null };
  return { bed: full, fit, lacks: [], ...change };
}

const OPTIONS = [
  optionOf(b3, 'suits'),
  optionOf(b2, 'suits', { swap_with: blair, swap_with_version: 7 }),
  optionOf(b4, 'reserved'),
  optionOf(b5, 'closed'),
];
const OPTIONS_PATH = `GET /api/hospitals/${hospital.id}/bed-options`;
const MOVE_PATH = `POST /api/hospitals/${hospital.id}/patients/${alden.id}/transfer`;

function open(routes: Parameters<typeof fakeServer>[0] = {}, me: Me = charge) {
  const server = fakeServer({
    [OPTIONS_PATH]: { status: 200, body: OPTIONS },
    [`GET /api/hospitals/${hospital.id}/transfers`]: { status: 200, body: [] },
    [`GET /api/emergency/patients/${alden.id}/alerts`]: { status: 200, body: [] },
    ...routes,
  });
  streamOpened();
  renderApp(<WardBoard boards={[boardOf([b1, b2, b3, b4, b5, b6])]} onWard={() => undefined} />, me);
  return server;
}

/** T on Alden's card. */
async function openTransfer() {
  (await screen.findByTestId('bed-card-B1')).focus();
  await userEvent.keyboard('t');
  return screen.findByTestId('side-panel');
}

const sent = (server: ReturnType<typeof fakeServer>, path: string) =>
  server.seen.filter((asked) => `${asked.method} ${asked.path}` === path).map((asked) => asked.body);

describe('moving a patient', () => {
  it('takes T, the number of the bed and Ctrl Enter, and names whom it is about before anything is sent', async () => {
    const server = open({
      [MOVE_PATH]: {
        status: 200,
        body: { moves: [{ admission_id: 'a', patient: alden, from_bed: 'B1', to_bed: 'B3' }], admission: {} },
      },
    });
    const panel = await openTransfer();
    const guard = within(panel).getByTestId('patient-guard');
    expect(guard).toHaveTextContent('CONSIDINE, Alden (Mr)');
    expect(guard).toHaveTextContent('14-Mar-1955 (71 y)');
    expect(guard).toHaveTextContent('P00042-7');
    expect(await within(panel).findByTestId('bed-option-B3')).toHaveTextContent('suits');
    await userEvent.keyboard('1');
    expect(await screen.findByTestId('moves')).toHaveTextContent(
      'CONSIDINE, Alden (Mr)14-Mar-1955 (71 y), P00042-7B1toB3',
    );
    expect(screen.getByTestId('bed-card-B3')).toHaveAttribute('data-target');
    expect(sent(server, MOVE_PATH)).toEqual([]);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(sent(server, MOVE_PATH)).toEqual([{ version: 4, bed_id: b3.id }]);
    });
  });

  it('shows both names and both ways of a swap, and sends the version of each', async () => {
    const server = open({ [MOVE_PATH]: { status: 200, body: { moves: [], admission: {} } } });
    await openTransfer();
    await userEvent.click(await screen.findByTestId('bed-option-B2'));
    const moves = await screen.findByTestId('moves');
    expect(moves).toHaveTextContent('2 patients move');
    expect(moves).toHaveTextContent('CONROY, Blair (Ms)03-Apr-1980 (71 y), P00043-5B2toB1');
    await userEvent.click(screen.getByRole('button', { name: 'Swap these two' }));
    await waitFor(() => {
      expect(sent(server, MOVE_PATH)).toEqual([{ version: 4, bed_id: b2.id, swap_with_version: 7 }]);
    });
  });

  it('chooses any bed by its name from the keyboard, and guesses between several never', async () => {
    open();
    const panel = await openTransfer();
    await within(panel).findByTestId('bed-option-B3');
    await userEvent.keyboard('bb{Enter}');
    expect(screen.queryByTestId('moves')).toBeNull();
    await userEvent.keyboard('4{Enter}');
    expect(await screen.findByTestId('moves')).toHaveTextContent('B1toB4');
    expect(within(panel).getByTestId('bed-option-B4')).toHaveAttribute('aria-checked', 'true');
  });

  it('asks before Esc or another card throws away what was typed', async () => {
    open();
    const panel = await openTransfer();
    await userEvent.type(within(panel).getByLabelText('Reason (optional)'), 'closer to the desk');
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByText('Leave without saving?')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByText('Leave without saving?')).toBeNull();
    });
    expect(within(panel).getByLabelText('Reason (optional)')).toHaveValue('closer to the desk');
    await userEvent.click(within(panel).getByRole('button', { name: /Discharge/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Leave and throw it away' }));
    expect(await screen.findByText('Where to')).toBeVisible();
    // Thrown away once, it is not asked about again.
    await userEvent.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByText('Where to')).toBeNull();
    });
    expect(screen.queryByText('Leave without saving?')).toBeNull();
  });

  it('asks with both names when a card is dropped on a bed, and moves nobody by itself', async () => {
    const server = open();
    const card = await screen.findByTestId('bed-card-B1');
    const data = new Map<string, string>();
    const dataTransfer = {
      types: ['application/x-cloudcare-patient'],
      setData: (kind: string, value: string) => data.set(kind, value),
      getData: (kind: string) => data.get(kind) ?? '',
    };
    fireEvent.dragStart(card, { dataTransfer });
    const drop = createEvent.drop(screen.getByTestId('bed-card-B2'), { dataTransfer });
    fireEvent(screen.getByTestId('bed-card-B2'), drop);
    const moves = await screen.findByTestId('moves');
    expect(moves).toHaveTextContent('CONSIDINE, Alden (Mr)');
    expect(moves).toHaveTextContent('CONROY, Blair (Ms)');
    expect(sent(server, MOVE_PATH)).toEqual([]);
  });

  it('never offers a closed bed, and asks for a reason before a reserved one is taken', async () => {
    const server = open({ [MOVE_PATH]: { status: 200, body: { moves: [], admission: {} } } });
    await openTransfer();
    expect(await screen.findByTestId('bed-option-B5')).toBeDisabled();
    await userEvent.click(screen.getByTestId('bed-option-B4'));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByText('This bed needs a reason.')).toBeVisible();
    expect(sent(server, MOVE_PATH)).toEqual([]);
    await userEvent.type(screen.getByLabelText('Why this bed all the same'), 'arrest in B1');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(sent(server, MOVE_PATH)).toEqual([
        { version: 4, bed_id: b4.id, override_reason: 'arrest in B1' },
      ]);
    });
  });

  it('says what stands now where somebody was faster, and has the bed looked at again', async () => {
    const taken = optionOf(b3, 'occupied', { swap_with: blair, swap_with_version: 1 });
    const server = open({
      [MOVE_PATH]: {
        status: 409,
        body: {
          detail: 'Bed B3 is taken.',
          current: { admitted_at: '2026-11-20T10:00:00Z', bed_label: 'B1', ward_name: 'Ward 1' },
        },
      },
    });
    await openTransfer();
    await userEvent.click(await screen.findByTestId('bed-option-B3'));
    server.routes[OPTIONS_PATH] = { status: 200, body: [taken] };
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('NOT SAVED.')).toBeVisible();
    expect(screen.getByText(/Bed B3 is taken\. They are now in bed B1, Ward 1\./)).toBeVisible();
    expect(await screen.findByText('B3 has changed')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Swap these two' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'I have looked' }));
    expect(screen.getByRole('button', { name: 'Swap these two' })).toBeEnabled();
  });

  it('says NOT SAVED and whom to phone where the server is away', async () => {
    open();
    await openTransfer();
    await userEvent.click(await screen.findByTestId('bed-option-B3'));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('NOT SAVED.')).toBeVisible();
    expect(screen.getByText(/or phone 2207/)).toBeVisible();
  });

  it('has no button while the link is lost, and says why', async () => {
    open();
    await openTransfer();
    await userEvent.click(await screen.findByTestId('bed-option-B3'));
    const { review } = await import('../workstation/live-link.ts');
    review(Date.now() + 60_000);
    expect(await screen.findByText(/The link is lost\. Phone 2207/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Move CONSIDINE/ })).toBeNull();
  });

  it('keeps the bed of somebody who goes to theatre, until a time', async () => {
    const server = open({ [MOVE_PATH]: { status: 200, body: { moves: [], admission: {} } } });
    await openTransfer();
    await userEvent.click(screen.getByRole('button', { name: 'Away, no bed' }));
    await userEvent.click(screen.getByRole('button', { name: 'Theatre' }));
    expect(screen.getByText('Say until when the bed is kept.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '2 h' }));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(sent(server, MOVE_PATH)).toEqual([
        { version: 4, place: 'Theatre', keep_bed_until: expect.stringMatching(/^20/) as string },
      ]);
    });
  });
});

describe('a bed', () => {
  it('is set free when it is clean, and closed only with a reason', async () => {
    const path = `PATCH /api/hospitals/${hospital.id}/beds/${b6.id}`;
    const server = open({ [path]: { status: 200, body: { ...b6, state: 'free' } } });
    await userEvent.click(await screen.findByTestId('bed-card-B6'));
    await userEvent.click(await screen.findByRole('button', { name: 'Closed' }));
    expect(screen.getByRole('button', { name: 'Close B6' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Cleaned, free' }));
    await userEvent.click(screen.getByRole('button', { name: 'B6 is clean and free' }));
    await waitFor(() => {
      expect(sent(server, path)).toEqual([{ version: 3, state: 'in_service' }]);
    });
    expect(screen.queryByText('Administrator: what this bed is')).toBeNull();
  });

  it('says how long it is still reserved and is released in its own panel', async () => {
    const path = `DELETE /api/hospitals/${hospital.id}/beds/${b4.id}/reservation`;
    const server = open({ [path]: { status: 200, body: { ...b4, state: 'free' } } });
    const card = await screen.findByTestId('bed-card-B4');
    expect(card).toHaveTextContent(/Reserved32:\d\d left/);
    expect(card).toHaveTextContent('From theatre');
    await userEvent.click(card);
    await userEvent.click(await screen.findByRole('button', { name: 'Release B4 now' }));
    await waitFor(() => {
      expect(sent(server, path)).toHaveLength(1);
    });
  });

  it('can be looked at but not changed by those who may not', async () => {
    open({}, nurse);
    const card = await screen.findByTestId('bed-card-B6');
    expect(card.tagName).toBe('DIV');
    screen.getByTestId('bed-card-B1').focus();
    await userEvent.keyboard('t');
    await userEvent.keyboard('a');
    expect(screen.queryByTestId('side-panel')).toBeNull();
    expect(screen.queryByRole('button', { name: /Admit/ })).toBeNull();
  });
});
