import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { StationPort } from '../../platform/platform.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { stationOf } from '../../testing/samples.ts';
import { FirstRunScreen } from './FirstRunScreen.tsx';

function setUp(change: Partial<StationPort> = {}) {
  const ready = () => Promise.resolve(stationOf());
  const port = {
    state: ready,
    onChange: () => () => undefined,
    onQuitRequested: () => () => undefined,
    chooseDemo: vi.fn(ready),
    chooseThisPc: vi.fn(ready),
    checkServer: vi.fn(() =>
      Promise.resolve({ reachable: true, latency_ms: 38, version: '0.1.0', is_demo: false }),
    ),
    chooseServer: vi.fn(ready),
    testSound: ready,
    retryLink: ready,
    pauseSound: ready,
    quitConfirmed: ready,
    ...change,
  } satisfies StationPort;
  renderApp(<FirstRunScreen port={port} station={stationOf({ phase: 'first_run', mode: null })} />);
  return port;
}

describe('the first start', () => {
  it('starts the demo hospital by the keyboard alone', async () => {
    const port = setUp();
    await screen.findByText('How do you want to start?');
    await userEvent.keyboard('1{Enter}');
    await waitFor(() => {
      expect(port.chooseDemo).toHaveBeenCalledOnce();
    });
  });

  it('shows why a choice did not work', async () => {
    setUp({ chooseDemo: () => Promise.reject(new Error('The disk is full. Free 1 GB and try again.')) });
    await userEvent.click(await screen.findByRole('button', { name: 'Start the demo hospital' }));
    expect(await screen.findByText('The disk is full. Free 1 GB and try again.')).toBeVisible();
  });

  it('names every field that is missing before it sets this PC up', async () => {
    const port = setUp();
    await screen.findByText('How do you want to start?');
    await userEvent.keyboard('2{Enter}');
    await screen.findByText('Your hospital on this PC');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Please correct the marked fields.')).toBeVisible();
    expect(screen.getAllByText('Needed.')).toHaveLength(4);
    expect(port.chooseThisPc).not.toHaveBeenCalled();
  });

  it('checks a server, shows its health, and enrols with a code', async () => {
    const port = setUp();
    await screen.findByText('How do you want to start?');
    await userEvent.keyboard('3');
    expect(screen.getByRole('button', { name: 'Continue' })).toBeDisabled();
    await userEvent.type(screen.getByLabelText('Server address'), 'https://cloudcare.example');
    await userEvent.keyboard('{F5}');
    expect(await screen.findByText('answered in 38 ms')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.type(await screen.findByLabelText(/Enrolment code/), 'h7qk-2m9d');
    await userEvent.type(screen.getByLabelText('Name of the station'), 'Nurse station 1');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(port.chooseServer).toHaveBeenCalledWith({
        url: 'https://cloudcare.example',
        enrolment_code: 'H7QK-2M9D',
        name: 'Nurse station 1',
        kind: 'nurse_station',
      });
    });
  });

  it('says what is wrong with an address', async () => {
    const port = setUp();
    await screen.findByText('How do you want to start?');
    await userEvent.keyboard('3');
    await userEvent.type(screen.getByLabelText('Server address'), 'cloudcare{Enter}');
    expect(await screen.findByText('Enter an address that starts with https:// or http://')).toBeVisible();
    expect(port.checkServer).not.toHaveBeenCalled();
  });
});
