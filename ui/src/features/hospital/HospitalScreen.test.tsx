import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bed, Department, HospitalRecord, HospitalStatistics, Ward } from '../../api/types.ts';
import { Messages } from '../../shell/Messages.tsx';
import { administrator } from '../../testing/admin-samples.ts';
import { fakeServer } from '../../testing/fake-server.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { hospital as known } from '../../testing/samples.ts';
import { streamHeard, streamOpened } from '../workstation/live-link.ts';
import { HospitalScreen } from './HospitalScreen.tsx';
import { StatisticsScreen } from './statistics/StatisticsScreen.tsx';

const hospital: HospitalRecord = {
  ...known,
  crash_call_number: '2222',
  specializations: [],
  accreditations: [],
  bed_turnaround_minutes: 45,
  total_beds: 3,
  available_beds: 1,
  is_active: true,
  version: 2,
};
const ward: Ward = {
  id: '00000000-0000-7000-8000-000000000011',
  name: 'Ward 1',
  kind: 'inpatient',
  bed_count: 3,
  occupied: 1,
  available: 1,
  department_name: 'Medicine',
  department_id: '00000000-0000-7000-8000-000000000041',
  version: 1,
};
const department: Department = {
  id: '00000000-0000-7000-8000-000000000041',
  name: 'Medicine',
  ward_count: 1,
  version: 1,
};
function bed(label: string, position: number, change: Partial<Bed> = {}): Bed {
  return {
    id: `00000000-0000-7000-8000-0000000001${String(position).padStart(2, '0')}`,
    ward_id: ward.id,
    ward_name: ward.name,
    label,
    bay: 'Bay A',
    position,
    capabilities: ['oxygen'],
    state: 'free',
    state_since: '2026-11-22T12:00:00Z',
    version: 5,
    ...change,
  };
}
const beds = [
  bed('A2', 2, { state: 'occupied' }),
  bed('A1', 1),
  bed('A3', 3, { state: 'closed', state_reason: 'Bed rail fault' }),
];
const H = `/api/hospitals/${hospital.id}`;

// A busy machine is no fault of the screen: whole forms are filled in here.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 5_000 });

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  streamOpened();
  streamHeard({ kind: 'link', up: true });
  server = fakeServer({
    'GET /api/hospitals': { status: 200, body: [hospital] },
    [`GET ${H}/wards`]: { status: 200, body: [ward] },
    [`GET ${H}/wards/${ward.id}/beds`]: { status: 200, body: beds },
    [`GET ${H}/departments`]: { status: 200, body: [department] },
  });
});

const writes = () => server.seen.filter((asked) => asked.method !== 'GET');
const show = () =>
  renderApp(
    <>
      <HospitalScreen />
      <Messages />
    </>,
    administrator,
  );
const confirm = () => userEvent.keyboard('{Control>}{Enter}{/Control}');
async function fill(field: HTMLElement, text: string) {
  await userEvent.clear(field);
  await userEvent.paste(text);
}

describe('the beds of a ward', () => {
  it('stand in the ward’s order with their state in words, and nobody’s name', async () => {
    show();
    const rows = await screen.findAllByTestId('bed-row');
    expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual(['A1', 'A2', 'A3']);
    expect(rows[2]).toHaveTextContent('Closed');
    expect(rows[2]).toHaveTextContent('Bed rail fault');
    expect(screen.getByTestId('ward-row')).toHaveTextContent('1 of 3 occupied');
  });

  it('are added by a pattern, once, after every label has been shown', async () => {
    server.routes[`POST ${H}/wards/${ward.id}/beds`] = {
      status: 201,
      body: [bed('B1', 4), bed('B2', 5)],
    };
    show();
    await screen.findAllByTestId('bed-row');
    await userEvent.keyboard('b');
    const dialog = await screen.findByRole('dialog');
    const labels = within(dialog).getByLabelText('Labels');
    await fill(labels, 'A1-A2');
    expect(await within(dialog).findByText('This ward already has A1, A2.')).toBeVisible();
    await confirm();
    expect(writes()).toHaveLength(0);
    await fill(labels, 'B1-B2');
    expect(within(dialog).getByRole('group', { name: 'These beds will be added' })).toHaveTextContent('B1B2');
    await fill(within(dialog).getByLabelText('Bay'), 'Bay B');
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /oxygen/i }));
    await confirm();
    expect(await screen.findByText('2 beds added to Ward 1')).toBeVisible();
    expect(writes()[0]?.headers.get('Idempotency-Key')).not.toBeNull();
    expect(writes()[0]?.body).toEqual({
      beds: [
        { label: 'B1', bay: 'Bay B', capabilities: ['oxygen'] },
        { label: 'B2', bay: 'Bay B', capabilities: ['oxygen'] },
      ],
    });
  });

  it('are closed only with a reason, against the version that was seen', async () => {
    server.routes[`PATCH ${H}/beds/${beds[1]?.id ?? ''}`] = {
      status: 200,
      body: bed('A1', 1, { state: 'closed', state_reason: 'Leak' }),
    };
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Change bed A1' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByLabelText('Closed'));
    await confirm();
    expect(await within(dialog).findByText('Say why, so that the ward knows.')).toBeVisible();
    expect(writes()).toHaveLength(0);
    await fill(within(dialog).getByLabelText('Why it is closed'), 'Leak');
    await confirm();
    expect(await screen.findByText('Bed A1 saved')).toBeVisible();
    expect(writes()[0]?.body).toEqual({ state: 'closed', state_reason: 'Leak', version: 5 });
  });

  it('are reopened without touching anything else', async () => {
    server.routes[`PATCH ${H}/beds/${beds[2]?.id ?? ''}`] = { status: 200, body: bed('A3', 3) };
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Change bed A3' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByLabelText('In service'));
    await confirm();
    await waitFor(() => {
      expect(writes()[0]?.body).toEqual({ state: 'in_service', version: 5 });
    });
  });

  it('cannot be closed or taken out while occupied, and it says why', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Change bed A2' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByLabelText('Closed')).toBeDisabled();
    expect(within(dialog).queryByRole('button', { name: 'Take out of the ward' })).toBeNull();
    expect(dialog).toHaveTextContent('once the patient has been moved or discharged');
  });

  it('say so where somebody was faster and lies there now', async () => {
    server.routes[`DELETE ${H}/beds/${beds[1]?.id ?? ''}`] = {
      status: 409,
      body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'Bed A1 is occupied.' },
    };
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Change bed A1' }));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Take out of the ward' }),
    );
    expect(await screen.findByText('Take bed A1 out of Ward 1?')).toBeVisible();
    expect(writes()).toHaveLength(0);
    await confirm();
    expect(await screen.findByText('Bed A1 is occupied.')).toBeVisible();
  });
});

describe('the hospital', () => {
  it('keeps its details: only what was changed is unsaved, and a wrong field is named', async () => {
    server.routes[`PUT ${H}`] = {
      status: 200,
      body: { ...hospital, alert_phone_number: '2299', version: 3 },
    };
    show();
    await userEvent.click(await screen.findByRole('tab', { name: 'Details' }));
    const save = screen.getByRole('button', { name: 'Save' });
    expect(save).toBeDisabled();
    await fill(screen.getByLabelText('Phone for unanswered alerts'), '2299');
    expect(screen.getByText('Changes are not saved yet.')).toBeVisible();
    await fill(screen.getByLabelText('Bed turnaround in minutes'), 'soon');
    await confirm();
    expect(await screen.findByText('Whole minutes, up to 1,440.')).toBeVisible();
    expect(writes()).toHaveLength(0);
    await fill(screen.getByLabelText('Bed turnaround in minutes'), '45');
    await confirm();
    expect(await screen.findByText('Northgate General saved')).toBeVisible();
    expect(writes()[0]?.body).toMatchObject({
      version: 2,
      hospital_name: 'Northgate General',
      time_zone: 'Europe/London',
      alert_phone_number: '2299',
      crash_call_number: '2222',
    });
  });

  it('saved by somebody else in between: shows both and waits', async () => {
    const current = { ...hospital, crash_call_number: '3333', version: 3 };
    server.routes[`PUT ${H}`] = {
      status: 409,
      body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'changed', current },
    };
    show();
    await userEvent.click(await screen.findByRole('tab', { name: 'Details' }));
    await fill(screen.getByLabelText('Phone for unanswered alerts'), '2299');
    await confirm();
    const conflict = await screen.findByRole('alert');
    expect(within(conflict).getByRole('row', { name: /Crash-call/ })).toHaveTextContent('33332222');
    await userEvent.click(within(conflict).getByRole('button', { name: 'Go on from what stands now' }));
    expect(screen.getByLabelText('Crash-call number')).toHaveValue('3333');
    expect(writes()).toHaveLength(1);
  });

  it('shows both also where the refusal does not say what stands now', async () => {
    server.routes[`PUT ${H}`] = () => {
      const body = [{ ...hospital, crash_call_number: '4444', version: 3 }];
      server.routes['GET /api/hospitals'] = { status: 200, body };
      return { status: 409, body: { detail: 'Somebody changed this hospital.' } };
    };
    show();
    await userEvent.click(await screen.findByRole('tab', { name: 'Details' }));
    await fill(screen.getByLabelText('Phone for unanswered alerts'), '2299');
    await confirm();
    expect(await screen.findByText('4444')).toBeVisible();
    expect(screen.getByLabelText('Phone for unanswered alerts')).toHaveValue('2299');
  });

  it('gets wards and departments', async () => {
    server.routes[`POST ${H}/wards`] = { status: 201, body: { ...ward, name: 'Ward 2' } };
    server.routes[`POST ${H}/departments`] = { status: 201, body: { ...department, name: 'Surgery' } };
    show();
    await screen.findAllByTestId('bed-row');
    await userEvent.keyboard('n');
    const wardDialog = await screen.findByRole('dialog');
    await fill(within(wardDialog).getByLabelText('Name'), 'Ward 2');
    await userEvent.selectOptions(within(wardDialog).getByLabelText('Kind'), 'intensive_care');
    await within(wardDialog).findByRole('option', { name: 'Medicine' });
    await userEvent.selectOptions(within(wardDialog).getByLabelText('Department'), department.id);
    await confirm();
    expect(await screen.findByText('Ward 2 added')).toBeVisible();
    expect(writes()[0]?.body).toEqual({
      name: 'Ward 2',
      kind: 'intensive_care',
      department_id: department.id,
    });
    await userEvent.click(screen.getByRole('tab', { name: 'Departments' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add a department' }));
    await fill(within(await screen.findByRole('dialog')).getByLabelText('Name'), 'Surgery');
    await confirm();
    expect(await screen.findByText('Surgery added')).toBeVisible();
  });

  it('is one of several: another is added and chosen', async () => {
    const second = { ...hospital, id: '00000000-0000-7000-8000-000000000002', name: 'Southmere' };
    server.routes['POST /api/hospitals'] = () => {
      server.routes['GET /api/hospitals'] = { status: 200, body: [hospital, second] };
      return { status: 201, body: second };
    };
    server.routes[`GET /api/hospitals/${second.id}/wards`] = { status: 200, body: [] };
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Add a hospital' }));
    await fill(await screen.findByLabelText('Name'), 'Southmere');
    await confirm();
    expect(await screen.findByText('Southmere added')).toBeVisible();
    expect(await screen.findByRole('combobox', { name: 'Hospital' })).toHaveValue(second.id);
    expect(await screen.findByText('No ward yet. Add the first one.')).toBeVisible();
    expect(writes()[0]?.body).toMatchObject({ hospital_name: 'Southmere', time_zone: 'Europe/London' });
  });

  it('says where the list could not load', async () => {
    server.routes['GET /api/hospitals'] = { status: 503, body: {} };
    show();
    expect(await screen.findByText('Could not load')).toBeVisible();
  });
});

describe('the figures', () => {
  const statistics: HospitalStatistics = {
    hospital_name: hospital.name,
    total_beds: 40,
    available_beds: 4,
    occupied_beds: 33,
    cleaning_beds: 2,
    closed_beds: 1,
    reserved_beds: 0,
    occupancy_rate: 82.5,
    doctor_count: 7,
    current_patients: 34,
    patients_without_bed: 1,
    total_patients_treated: 12_408,
    emergency_services: true,
    specializations: [],
    average_stay_hours: 81.4,
    wards: [
      {
        ward_id: ward.id,
        ward_name: 'Ward 1',
        total: 40,
        occupied: 33,
        reserved: 0,
        cleaning: 2,
        closed: 1,
        free: 4,
      },
    ],
    days: [
      { day: '2026-11-20', admissions: 5, discharges: 3, occupied_at_midnight: 31 },
      { day: '2026-11-21', admissions: 1, discharges: 2, occupied_at_midnight: 30 },
    ],
  };
  beforeEach(() => {
    server.routes[`GET ${H}/statistics`] = { status: 200, body: statistics };
  });

  it('are pictures that also say what they show', async () => {
    renderApp(<StatisticsScreen />, administrator);
    expect(
      await screen.findByRole('img', { name: '33 Occupied, 2 Cleaning, 1 Closed, 4 Free' }),
    ).toBeVisible();
    expect(screen.getByText('12,408')).toBeVisible();
    expect(screen.getByText('3.4')).toBeVisible();
    const cursor = screen.getByRole('slider');
    expect(cursor).toHaveAttribute(
      'aria-valuetext',
      '21-Nov-2026: 1 admission, 2 discharges, 30 occupied at midnight',
    );
    cursor.focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(screen.getByTestId('day-read-out')).toHaveTextContent('20-Nov-2026: 5 admissions, 3 discharges');
  });

  it('are tables at one key', async () => {
    renderApp(<StatisticsScreen />, administrator);
    await screen.findByRole('slider');
    await userEvent.keyboard('t');
    const [byWard, byDay] = screen.getAllByRole('table');
    expect(within(byWard as HTMLElement).getByRole('row', { name: /Ward 1/ })).toHaveTextContent('83 %');
    expect(
      within(byDay as HTMLElement)
        .getAllByRole('rowheader')
        .map((cell) => cell.textContent),
    ).toEqual(['21-Nov-2026', '20-Nov-2026']);
  });

  it('of a hospital without wards or days say so', async () => {
    server.routes[`GET ${H}/statistics`] = {
      status: 200,
      body: { ...statistics, wards: [], days: [], average_stay_hours: null },
    };
    renderApp(<StatisticsScreen />, administrator);
    expect(await screen.findByText('No ward yet. Add the first one.')).toBeVisible();
    expect(screen.getByText('No day has been counted yet.')).toBeVisible();
  });
});
