import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { Messages } from '../../shell/Messages.tsx';
import { fakeServer } from '../../testing/fake-server.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { alertOf } from '../../testing/samples.ts';
import { review, streamHeard, streamOpened } from '../workstation/live-link.ts';
import { AlertDesk } from './AlertDesk.tsx';
import { AlertDetailScreen } from './AlertDetailScreen.tsx';
import { INERT_MS } from './marked-alert.ts';

const by = { id: '00000000-0000-7000-8000-000000000502', full_name: 'Dr Amara Obi' };
const step = { by, at: '2026-11-22T15:43:02Z' };
const acknowledged = alertOf({
  status: 'acknowledged',
  acknowledged: step,
  version: 2,
  allowed_actions: ['respond', 'resolve', 'false_alarm'],
});

describe('the open alerts beside every screen', () => {
  let server: ReturnType<typeof fakeServer>;
  beforeEach(() => {
    streamOpened();
    streamHeard({ kind: 'link', up: true });
    server = fakeServer({
      'GET /api/emergency/alerts': { status: 200, body: [alertOf()] },
      'GET /api/emergency/alerts/A-1': { status: 200, body: alertOf() },
      'GET /api/emergency/alerts/A-1/events': {
        status: 200,
        body: [{ kind: 'raised', at: '2026-11-22T15:41:54Z' }],
      },
      'PATCH /api/emergency/alerts/A-1/acknowledge': { status: 200, body: acknowledged },
      'PATCH /api/emergency/alerts/A-1/resolve': { status: 200, body: alertOf({ status: 'resolved' }) },
    });
  });

  const show = async (inside = <p>board</p>) => {
    renderApp(
      <>
        <AlertDesk onOpen={() => undefined}>{inside}</AlertDesk>
        <Messages />
      </>,
    );
    await screen.findAllByText(/CONSIDINE/);
    await act(() => new Promise((resolve) => setTimeout(resolve, INERT_MS + 50)));
  };
  const patches = () => server.seen.filter((asked) => asked.method === 'PATCH');

  it('say who, where, what, and whom it reached', async () => {
    await show();
    const row = screen.getByTestId('alert-row');
    expect(row).toHaveTextContent('B4');
    expect(row).toHaveTextContent('CONSIDINE, Alden (Mr)');
    expect(row).toHaveTextContent('Oxygen saturation 84 %, below 90');
    expect(row).toHaveTextContent('Waiting for an answer');
    expect(row).toHaveTextContent('Shown on 1 station');
  });

  it('are acknowledged by Alt A, and it says so', async () => {
    await show();
    await userEvent.keyboard('{Alt>}a{/Alt}');
    expect(await screen.findByText('Bed B4 acknowledged')).toBeVisible();
    expect(patches().map((asked) => asked.path)).toEqual(['/api/emergency/alerts/A-1/acknowledge']);
  });

  it('say who has it where somebody was faster', async () => {
    server.routes['PATCH /api/emergency/alerts/A-1/acknowledge'] = {
      status: 409,
      body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'already', current: acknowledged },
    };
    await show();
    await userEvent.keyboard('{Alt>}a{/Alt}');
    expect(await screen.findByText('It is already: Acknowledged, Dr Amara Obi.')).toBeVisible();
  });

  it('say NOT SENT and whom to phone where the server is away', async () => {
    delete server.routes['PATCH /api/emergency/alerts/A-1/acknowledge'];
    await show();
    await userEvent.keyboard('{Alt>}a{/Alt}');
    expect(await screen.findByText('NOT SENT. Go to the bed or phone 2207.')).toBeVisible();
  });

  it('say so where nobody was reached', async () => {
    const reach = { ...alertOf().reach, nobody_reached: true };
    server.routes['GET /api/emergency/alerts'] = { status: 200, body: [alertOf({ reach })] };
    await show();
    expect(screen.getByTestId('nobody-reached')).toHaveTextContent('NOBODY REACHED, phone 2207');
  });

  it('have no actions while the link is lost, and say what to do instead', async () => {
    await show();
    act(() => {
      review(Date.now() + 11_000);
    });
    const row = screen.getByTestId('alert-row');
    expect(within(row).queryByRole('button', { name: 'Acknowledge' })).toBeNull();
    expect(row).toHaveTextContent('NOT SENT while the link is lost. Go to the bed. Phone 2207');
    await userEvent.keyboard('{Alt>}a{/Alt}');
    expect(patches()).toHaveLength(0);
  });

  it('are closed only with a note, in a panel of its own', async () => {
    await show(<AlertDetailScreen alertId="A-1" />);
    expect(await screen.findByText('1 event so far')).toBeVisible();
    await userEvent.keyboard('{F8}');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Bed B4 CONSIDINE, Alden (Mr)');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await within(dialog).findByText('Write what was found and done.')).toBeVisible();
    expect(patches()).toHaveLength(0);
    await userEvent.type(
      within(dialog).getByLabelText('What was found and done'),
      'Sensor slipped, 97 % by hand',
    );
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(patches()[0]).toMatchObject({
        path: '/api/emergency/alerts/A-1/resolve',
        body: { resolution_notes: 'Sensor slipped, 97 % by hand' },
      });
    });
  });
});
