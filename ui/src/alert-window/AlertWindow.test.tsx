import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alert } from '../api/types.ts';
import { INERT_MS } from '../features/alert/marked-alert.ts';
import type { AlertWindowPort } from '../platform/platform.ts';
import { fakeServer } from '../testing/fake-server.ts';
import { renderApp } from '../testing/render-app.tsx';
import { alertOf, namelessOf } from '../testing/samples.ts';
import { AlertWindow } from './AlertWindow.tsx';

function portOf(alerts: readonly Alert[], signed_in: boolean) {
  const displayed = vi.fn(() => Promise.resolve());
  const openChart = vi.fn(() => Promise.resolve());
  const port: AlertWindowPort = {
    state: () => Promise.resolve({ signed_in, alerts: alerts.map(namelessOf), demo: false }),
    onChange: () => () => undefined,
    displayed,
    openChart,
    answered: () => Promise.resolve(),
  };
  return { port, displayed, openChart };
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
});
