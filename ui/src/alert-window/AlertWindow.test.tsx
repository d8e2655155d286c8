import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alert } from '../api/types.ts';
import { INERT_MS } from '../features/alert/marked-alert.ts';
import type { AlertWindowPort, AlertWindowState } from '../platform/platform.ts';
import { fakeServer } from '../testing/fake-server.ts';
import { renderApp } from '../testing/render-app.tsx';
import { alertOf, namelessOf } from '../testing/samples.ts';
import { AlertWindow } from './AlertWindow.tsx';

// jsdom loads no fonts: there is nothing to wait for.
Object.assign(document.fonts, { ready: Promise.resolve() });

function portOf(alerts: readonly Alert[], signed_in: boolean) {
  let tell: (state: AlertWindowState) => void = () => undefined;
  const displayed = vi.fn(() => Promise.resolve());
  const openChart = vi.fn(() => Promise.resolve());
  const port: AlertWindowPort = {
    state: () => Promise.resolve({ signed_in, alerts: alerts.map(namelessOf), demo: false }),
    onChange: (handler) => {
      tell = handler;
      return () => undefined;
    },
    displayed,
    openChart,
    answered: () => Promise.resolve(),
  };
  /** The station hears of a change: what is open now, and whether somebody is signed in. */
  const change = (open: readonly Alert[], signedIn: boolean) => {
    act(() => {
      tell({ signed_in: signedIn, alerts: open.map(namelessOf), demo: false });
    });
  };
  return { port, displayed, openChart, change };
}

const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, INERT_MS + 50)));
const fall = alertOf({
  alert_id: 'A-2',
  severity: 'high',
  trigger_data: null,
  description: 'Fall in the bathroom',
  bed: { ...alertOf().bed, id: '00000000-0000-7000-8000-000000000102', label: 'C4', bay: 'Bay C' },
});

describe('the alert window', () => {
  let server: ReturnType<typeof fakeServer>;
  beforeEach(() => {
    server = fakeServer({
      'GET /api/emergency/alerts': { status: 200, body: [alertOf(), fall] },
      'PATCH /api/emergency/alerts/A-1/acknowledge': {
        status: 200,
        body: alertOf({ status: 'acknowledged' }),
      },
    });
  });
  const patches = () => server.seen.filter((asked) => asked.method === 'PATCH');

  it('says who, where and what, with allergies and resuscitation status', async () => {
    renderApp(<AlertWindow port={portOf([alertOf()], true).port} />);
    expect(await screen.findByText('CONSIDINE')).toBeVisible();
    expect(screen.getByText('B4')).toBeVisible();
    expect(screen.getByTestId('trigger-value')).toHaveTextContent('84 %');
    expect(screen.getByText('below 90 %')).toBeVisible();
    expect(screen.getByTestId('allergy-state')).toHaveTextContent('Allergies: penicillin, codeine');
    expect(screen.getByTestId('resuscitation-status')).toHaveTextContent('for full treatment');
  });

  it('takes no key in its first 800 ms, shows that, and then acknowledges by Alt A', async () => {
    renderApp(<AlertWindow port={portOf([alertOf()], true).port} />);
    const button = await screen.findByRole('button', { name: 'Acknowledge' });
    expect(button).toBeDisabled();
    await userEvent.keyboard('{Alt>}a{/Alt}');
    expect(patches()).toHaveLength(0);
    await settle();
    expect(button).toBeEnabled();
    await userEvent.keyboard('{Alt>}a{/Alt}');
    await waitFor(() => {
      expect(patches().map((asked) => asked.path)).toEqual(['/api/emergency/alerts/A-1/acknowledge']);
    });
  });

  it('shows bed and severity and no name while nobody is signed in', async () => {
    renderApp(<AlertWindow port={portOf([alertOf()], false).port} />);
    expect(await screen.findByTestId('locked-bed')).toHaveTextContent('Bed B4');
    expect(screen.getByText('Names and values stay hidden until you sign in.')).toBeVisible();
    expect(document.body).not.toHaveTextContent(/considine|84|penicillin/i);
    expect(server.seen).toHaveLength(0);
  });

  it('falls back to bed and severity where the names cannot be loaded', async () => {
    server.routes['GET /api/emergency/alerts'] = { status: 503, body: { detail: 'away' } };
    renderApp(<AlertWindow port={portOf([alertOf()], true).port} />);
    expect(await screen.findByText(/Names could not be loaded/)).toBeVisible();
    expect(screen.getByTestId('locked-bed')).toHaveTextContent('Bed B4');
  });

  it('shows several by severity, with actions on the marked one only', async () => {
    renderApp(<AlertWindow port={portOf([fall, alertOf()], true).port} />);
    expect(await screen.findByText('2 alerts need an answer')).toBeVisible();
    const rows = await screen.findAllByTestId('alert-window-row');
    expect(rows.map((row) => row.dataset.severity)).toEqual(['critical', 'high']);
    expect(screen.getAllByRole('button', { name: 'Acknowledge' })).toHaveLength(1);
  });

  it('tells the shell what is painted', async () => {
    const { port, displayed } = portOf([alertOf()], false);
    renderApp(<AlertWindow port={port} />);
    await waitFor(() => {
      expect(displayed).toHaveBeenCalledWith(['A-1']);
    });
  });

  it('leaves out what is neither critical nor high, and what is answered', async () => {
    const { port } = portOf(
      [alertOf({ status: 'acknowledged' }), alertOf({ alert_id: 'A-3', severity: 'low' })],
      false,
    );
    renderApp(<AlertWindow port={port} />);
    await settle();
    expect(screen.queryByTestId('locked-bed')).toBeNull();
  });

  it('shows nobody an alert that is none while it rehearses', async () => {
    renderApp(<AlertWindow port={portOf([], false).port} />);
    await settle();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(document.body).not.toHaveTextContent('Critical');
  });
});

describe('closing an alert in the alert window', () => {
  const by = { id: '00000000-0000-7000-8000-000000000502', full_name: 'Dr Amara Obi' };
  const step = { by, at: '2026-11-22T15:43:02Z' };
  const untouched = alertOf({ allowed_actions: ['acknowledge', 'respond', 'false_alarm'] });
  const acknowledged = alertOf({
    status: 'acknowledged',
    acknowledged: step,
    version: 2,
    allowed_actions: ['respond', 'resolve', 'false_alarm'],
  });
  let server: ReturnType<typeof fakeServer>;
  beforeEach(() => {
    server = fakeServer({
      'GET /api/emergency/alerts': { status: 200, body: [untouched, fall] },
      'GET /api/emergency/alerts/A-1': { status: 200, body: untouched },
      'PATCH /api/emergency/alerts/A-1/acknowledge': () => {
        server.routes['GET /api/emergency/alerts/A-1'] = { status: 200, body: acknowledged };
        return { status: 200, body: acknowledged };
      },
      'PATCH /api/emergency/alerts/A-1/resolve': { status: 200, body: alertOf({ status: 'resolved' }) },
      'PATCH /api/emergency/alerts/A-1/false-alarm': {
        status: 200,
        body: alertOf({ status: 'false_alarm' }),
      },
    });
  });
  const patches = () => server.seen.filter((asked) => asked.method === 'PATCH');
  const click = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
  const note = () => screen.findByRole('textbox', { name: 'What was found and done' });
  /** The window with one alert, and its note open and ready. */
  const begin = async (alerts: readonly Alert[] = [untouched]) => {
    const window = portOf(alerts, true);
    renderApp(<AlertWindow port={window.port} />);
    await screen.findAllByText('CONSIDINE');
    await settle();
    await click('Resolve…');
    await settle();
    return window;
  };

  it('says who it is about and asks for the words before anything is sent', async () => {
    await begin();
    expect(screen.getByText('CONSIDINE')).toBeVisible();
    expect(screen.getByText('B4')).toBeVisible();
    await click('False alarm');
    expect(screen.getByText('Write what was found and done.')).toBeVisible();
    expect(patches()).toHaveLength(0);
    await userEvent.type(await note(), 'Sensor had slipped');
    await click('False alarm');
    await waitFor(() => {
      expect(patches()).toMatchObject([
        { path: '/api/emergency/alerts/A-1/false-alarm', body: { notes: 'Sensor had slipped' } },
      ]);
    });
  });

  it('is acknowledged and then resolved without leaving the note', async () => {
    const { change } = await begin();
    await userEvent.type(await note(), 'Oxygen given');
    expect(screen.queryByRole('button', { name: 'Resolve' })).toBeNull();
    expect(screen.getByText('It can be resolved once it is acknowledged.')).toBeVisible();
    await click('Acknowledge');
    // Answered, it is no longer among those that wait.
    change([acknowledged], true);
    const resolve = await screen.findByRole('button', { name: 'Resolve' });
    expect(resolve).toBeDisabled();
    await settle();
    expect(await note()).toHaveValue('Oxygen given');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(patches().at(-1)).toMatchObject({
        path: '/api/emergency/alerts/A-1/resolve',
        body: { resolution_notes: 'Oxygen given' },
      });
    });
    await waitFor(() => {
      expect(screen.queryByRole('textbox')).toBeNull();
    });
  });

  it('cannot be hit by typing, and not in the first 800 ms', async () => {
    renderApp(<AlertWindow port={portOf([untouched], true).port} />);
    const way = await screen.findByRole('button', { name: 'Resolve…' });
    expect(way).toBeDisabled();
    await settle();
    await userEvent.keyboard('resolve it {Enter}{Alt>}c{/Alt}{Control>}{Enter}{/Control}{Delete}');
    expect(screen.queryByRole('textbox')).toBeNull();
    await userEvent.click(way);
    const falseAlarm = await screen.findByRole('button', { name: 'False alarm' });
    expect(falseAlarm).toBeDisabled();
    await settle();
    await userEvent.type(await note(), 'nothing wrong{Enter}{Control>}{Enter}{/Control}');
    expect(patches()).toHaveLength(0);
  });

  it('is not offered to whom the server would refuse it', async () => {
    const others = alertOf({ allowed_actions: ['acknowledge', 'respond'] });
    server.routes['GET /api/emergency/alerts'] = { status: 200, body: [others] };
    renderApp(<AlertWindow port={portOf([others], true).port} />);
    expect(await screen.findByRole('button', { name: 'Acknowledge' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Resolve…' })).toBeNull();
  });

  it('says who was faster, and keeps the words', async () => {
    const closed = alertOf({ status: 'resolved', closed: step, version: 3, allowed_actions: [] });
    server.routes['PATCH /api/emergency/alerts/A-1/false-alarm'] = () => {
      server.routes['GET /api/emergency/alerts/A-1'] = { status: 200, body: closed };
      return { status: 409, body: { detail: 'Already closed.', current: closed } };
    };
    await begin();
    await userEvent.type(await note(), 'Sensor had slipped');
    await click('False alarm');
    expect(await screen.findByText(/It is already: Resolved, Dr Amara Obi/)).toBeVisible();
    expect(await note()).toHaveValue('Sensor had slipped');
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: 'False alarm' })).toBeNull();
    });
  });

  it('says NOT SENT until it is sent, with the words kept for the next try', async () => {
    server.routes['PATCH /api/emergency/alerts/A-1/false-alarm'] = () => {
      throw new TypeError('the link is gone');
    };
    await begin();
    await userEvent.type(await note(), 'Sensor had slipped');
    await click('False alarm');
    expect(await screen.findByText(/NOT SENT/)).toBeVisible();
    await settle();
    expect(screen.getByText(/NOT SENT/)).toBeVisible();
    server.routes['PATCH /api/emergency/alerts/A-1/false-alarm'] = { status: 200, body: untouched };
    await click('False alarm');
    await waitFor(() => {
      expect(screen.queryByText(/NOT SENT/)).toBeNull();
    });
    expect(patches().map((asked) => asked.body)).toEqual([
      { notes: 'Sensor had slipped' },
      { notes: 'Sensor had slipped' },
    ]);
  });

  it('keeps the words when the nurse goes back, and drops them when she signs out', async () => {
    const { change } = await begin();
    await userEvent.type(await note(), 'Sensor had');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('textbox')).toBeNull();
    await settle();
    await click('Resolve…');
    expect(await note()).toHaveValue('Sensor had');
    change([untouched], false);
    expect(await screen.findByTestId('locked-bed')).toHaveTextContent('Bed B4');
    expect(document.body).not.toHaveTextContent(/considine|sensor/i);
    change([untouched], true);
    await screen.findByText('CONSIDINE');
    await settle();
    await click('Resolve…');
    expect(await note()).toHaveValue('');
  });

  it('never hides another alert that waits', async () => {
    await begin([untouched, fall]);
    expect(screen.getByText('1 alert needs an answer')).toBeVisible();
    await click(/C4$/);
    expect(await screen.findByText('2 alerts need an answer')).toBeVisible();
    const marked = screen.getAllByTestId('alert-window-row').find((row) => row.dataset.marked !== undefined);
    expect(marked).toHaveTextContent('C4');
  });
});
