import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { BedOption, Me } from '../../api/types.ts';
import { administrator } from '../../testing/admin-samples.ts';
import { fakeServer } from '../../testing/fake-server.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { bedOf, boardOf, hospital, nurse, ward } from '../../testing/samples.ts';
import { WardBoard } from '../ward/WardBoard.tsx';
import { streamOpened } from '../workstation/live-link.ts';
import { needsReason } from './bed-queries.ts';

// A whole board with its panel is drawn in each: slow where many tests run side by side.
vi.setConfig({ testTimeout: 20_000 });

const b6 = bedOf('B6', 6, { version: 3, bay: 'Bay B', capabilities: ['oxygen', 'isolation'] });
const PATH = `PATCH /api/hospitals/${hospital.id}/beds/${b6.id}`;
const admin: Me = { ...administrator, permissions: [...administrator.permissions, 'admission_write'] };

async function open(me: Me, routes: Parameters<typeof fakeServer>[0] = {}) {
  const server = fakeServer({
    [`GET /api/hospitals/${hospital.id}/transfers`]: { status: 200, body: [] },
    ...routes,
  });
  streamOpened();
  renderApp(<WardBoard boards={[boardOf([b6])]} onWard={() => undefined} />, me);
  await userEvent.click(await screen.findByTestId('bed-card-B6'));
  return { server, panel: await screen.findByTestId('side-panel') };
}

describe('what a bed is', () => {
  it('is changed by an administrator against the version that was seen, the room’s negative pressure too', async () => {
    const { server, panel } = await open(admin, { [PATH]: { status: 200, body: { ...b6, label: 'B7' } } });
    const label = within(panel).getByLabelText('Name of the bed');
    await userEvent.clear(label);
    expect(within(panel).getByRole('button', { name: 'Save this bed' })).toBeDisabled();
    await userEvent.type(label, 'B7');
    expect(within(panel).getByRole('button', { name: 'isolation room' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.click(within(panel).getByRole('button', { name: 'negative-pressure room' }));
    await userEvent.click(within(panel).getByRole('button', { name: 'oxygen' }));
    await userEvent.click(within(panel).getByRole('button', { name: 'Save this bed' }));
    await waitFor(() => {
      const sent = server.seen.filter((asked) => `${asked.method} ${asked.path}` === PATH);
      expect(sent.map((asked) => asked.body)).toEqual([
        { version: 3, label: 'B7', bay: 'Bay B', capabilities: ['isolation', 'negative_pressure'] },
      ]);
    });
  });

  it('stays as it was entered and says NOT SAVED where somebody was faster', async () => {
    const { panel } = await open(admin, {
      [PATH]: { status: 409, body: { title: 'Conflict', status: 409, detail: 'somebody changed this bed' } },
    });
    await userEvent.type(within(panel).getByLabelText('Bay'), ' south');
    await userEvent.click(within(panel).getByRole('button', { name: 'Save this bed' }));
    expect(await within(panel).findByText('NOT SAVED.')).toBeVisible();
    expect(within(panel).getByText(/somebody changed this bed/)).toBeVisible();
    expect(within(panel).getByLabelText('Bay')).toHaveValue('Bay B south');
  });

  it('is no nurse’s to change', async () => {
    const { panel } = await open({ ...nurse, permissions: [...nurse.permissions, 'admission_write'] });
    expect(within(panel).queryByLabelText('Name of the bed')).toBeNull();
    expect(within(panel).queryByRole('button', { name: 'Save this bed' })).toBeNull();
  });
});

describe('a bed that lacks something', () => {
  it('needs a reason whatever it lacks, as the server asks for one', () => {
    const bed = { ...b6, ward_id: ward.id, ward_name: ward.name, occupant: null };
    const option = (lacks: readonly string[]): BedOption => ({
      bed,
      fit: lacks.length === 0 ? 'suits' : 'lacks',
      lacks: [...lacks],
    });
    expect(needsReason(option([]))).toBe(false);
    for (const one of ['isolation', 'negative_pressure', 'oxygen'])
      expect(needsReason(option([one]))).toBe(true);
  });
});
