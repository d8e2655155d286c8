import { screen, waitFor, within } from '@testing-library/react';
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
const raised_at = '2026-11-22T15:41:54Z';
const alert = {
  alert_id: 'A-1',
  severity: 'high',
  status: 'acknowledged',
  alert_type: 'fall_detection',
  raised_at,
} as const;
const stay = occupantOf(alden, { admission_version: 4, alerts: [alert] });
const b1 = bedOf('B1', 1, { state: 'occupied', occupant: stay });
const b3 = bedOf('B3', 3);
const b4 = bedOf('B4', 4);
const fatima = {
  ...alden,
  id: '00000000-0000-7000-8000-000000001009',
  code: 'P00051-3' as typeof alden.code,
  family_name: 'الحسني',
  given_name: 'فاطمة',
  title: 'Mrs',
  gender: 'female' as const,
  date_of_birth: '2002-10-10',
  age_years: 24,
};
const record = {
  ...fatima,
  date_of_birth_is_estimated: false,
  identity_state: 'identified',
  newborns: [],
  emergency_flag: false,
  is_active: true,
  version: 1,
  may_write: true,
  may_write_clinical: true,
};

function optionOf(bed: BoardBed): BedOption {
  const full = { ...bed, ward_id: ward.id, ward_name: ward.name, occupant: null };
  return { bed: full, fit: 'suits', lacks: [] } as unknown as BedOption;
}

const ADMISSION = `/api/admissions/${stay.admission_id}`;
const ADMIT = `POST /api/hospitals/${hospital.id}/patients/${fatima.id}/admit`;
const DISCHARGE = `POST /api/hospitals/${hospital.id}/patients/${alden.id}/discharge`;

function open(routes: Parameters<typeof fakeServer>[0] = {}) {
  const server = fakeServer({
    [`GET /api/hospitals/${hospital.id}/bed-options`]: { status: 200, body: [optionOf(b3), optionOf(b4)] },
    [`GET /api/hospitals/${hospital.id}/transfers`]: { status: 200, body: [] },
    [`GET /api/hospitals/${hospital.id}/doctors`]: { status: 200, body: [] },
    [`GET /api/emergency/patients/${alden.id}/alerts`]: { status: 200, body: [] },
    'GET /api/patients/search': { status: 200, body: [{ matched: 'name', patient: record }] },
    [`GET /api/patients/${fatima.id}`]: { status: 200, body: record },
    ...routes,
  });
  streamOpened();
  renderApp(<WardBoard boards={[boardOf([b1, b3, b4])]} onWard={() => undefined} />, charge);
  return server;
}

const asked = (server: ReturnType<typeof fakeServer>, path: string) =>
  server.seen.filter((one) => `${one.method} ${one.path}` === path);

/** From the patient's own panel, where everything that can be done with a stay begins. */
async function openFromPatient(tab: string) {
  await userEvent.click(await screen.findByTestId('bed-card-B1'));
  const panel = await screen.findByTestId('patient-panel');
  await userEvent.click(within(panel).getByRole('button', { name: tab }));
  return screen.findByTestId('side-panel');
}

async function findFatima() {
  await screen.findByTestId('bed-card-B3');
  await userEvent.keyboard('a');
  await userEvent.type(await screen.findByLabelText('Name, birth date, code or phone'), 'hassani');
  const found = await screen.findByRole('list', { name: 'Found' });
  expect(found).toHaveTextContent('10-Oct-2002 (24 y), Female, P00051-3');
  await userEvent.click(within(found).getByRole('button'));
  expect(await screen.findByTestId('patient-guard')).toHaveTextContent('الحسني, فاطمة (Mrs)');
}

describe('admitting', () => {
  it('finds the patient first, then the bed, and sends one key for one form', async () => {
    const server = open({
      [ADMIT]: { status: 201, body: { bed_label: 'B3', needs: [] } },
    });
    await findFatima();
    await userEvent.click(screen.getByRole('button', { name: 'Contact' }));
    await userEvent.click(await screen.findByTestId('bed-option-B3'));
    await userEvent.click(screen.getByRole('button', { name: /^Admit الحسني, فاطمة \(Mrs\) to B3/ }));
    await waitFor(() => {
      expect(asked(server, ADMIT)).toHaveLength(1);
    });
    const [request] = asked(server, ADMIT);
    expect(request?.body).toEqual({
      treatment_type: 'inpatient',
      needs: [],
      isolation: 'contact',
      bed_id: b3.id,
      ward_id: ward.id,
    });
    expect(request?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('offers the free beds that are left where the last one has just been taken', async () => {
    const full = { ...b4, ward_id: ward.id, ward_name: 'Ward 1' };
    const server = open({
      [ADMIT]: { status: 409, body: { detail: 'Bed B3 has just been taken.', free_beds: [full] } },
    });
    await findFatima();
    await userEvent.click(await screen.findByTestId('bed-option-B3'));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('NOT SAVED.')).toBeVisible();
    const left = screen.getByRole('region', { name: 'Beds still free' });
    server.routes[ADMIT] = { status: 201, body: { bed_label: 'B4', needs: [] } };
    await userEvent.click(within(left).getByRole('button', { name: /B4/ }));
    await userEvent.click(await screen.findByRole('button', { name: /to B4/ }));
    await waitFor(() => {
      expect(asked(server, ADMIT).map((one) => (one.body as { bed_id: string }).bed_id)).toEqual([
        b3.id,
        b4.id,
      ]);
    });
  });

  it('says who has the chosen bed now where somebody was faster, and keeps what was typed', async () => {
    const server = open();
    await findFatima();
    const panel = screen.getByTestId('side-panel');
    await userEvent.click(await within(panel).findByTestId('bed-option-B3'));
    await userEvent.type(within(panel).getByLabelText('Reason for the stay'), 'Faint');
    const occupied = { ...optionOf(b3), fit: 'occupied' };
    server.routes[`GET /api/hospitals/${hospital.id}/bed-options`] = {
      status: 200,
      body: [{ ...occupied, bed: { ...occupied.bed, state: 'occupied', occupant: alden } }, optionOf(b4)],
    };
    server.routes[ADMIT] = { status: 409, body: { status: 409, detail: 'somebody lies in this bed' } };
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await within(panel).findByText('B3 has changed')).toBeVisible();
    expect(panel).toHaveTextContent('Bed B3 is now: Occupied, CONSIDINE, Alden (Mr). Somebody was faster.');
    expect(within(panel).getByLabelText('Reason for the stay')).toHaveValue('Faint');
  });

  it('admits without a bed, to a place that is named', async () => {
    const server = open({ [ADMIT]: { status: 201, body: { place: 'Corridor bay C', needs: [] } } });
    await findFatima();
    await userEvent.click(screen.getByRole('button', { name: 'No bed for now' }));
    expect(screen.getByText('Say where they are.')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Place'), 'Corridor bay C');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(asked(server, ADMIT)[0]?.body).toEqual({
        treatment_type: 'inpatient',
        needs: [],
        ward_id: ward.id,
        place: 'Corridor bay C',
      });
    });
  });

  it('says where somebody already lies, and offers to move them instead', async () => {
    open({
      [`GET /api/patients/${fatima.id}`]: {
        status: 200,
        body: {
          ...record,
          admission: { hospital_name: 'Northgate General', ward_name: 'Ward 2', bed_label: 'F5' },
        },
      },
    });
    await findFatima();
    expect(screen.getByText(/F5, Ward 2, Northgate General/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Admit الحسني/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Move them from there' })).toBeVisible();
  });
});

describe('discharging', () => {
  it('asks where to and about open alerts, and names patient and bed', async () => {
    const server = open({ [DISCHARGE]: { status: 200, body: {} } });
    const panel = await openFromPatient('Discharge');
    expect(within(panel).getByTestId('patient-guard')).toHaveTextContent(
      '14-Mar-1955 (71 y), Male, P00042-7',
    );
    const action = within(panel).getByRole('button', { name: 'Discharge CONSIDINE, Alden (Mr) from B1' });
    expect(action).toBeDisabled();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await userEvent.click(within(panel).getByLabelText('Home'));
    expect(within(panel).getByText('Answer the question about the open alerts.')).toBeVisible();
    expect(within(panel).getByText(/Fall, Acknowledged/)).toBeVisible();
    await userEvent.click(within(panel).getByLabelText(/^Leave them open/));
    expect(asked(server, DISCHARGE)).toEqual([]);
    await userEvent.click(action);
    await waitFor(() => {
      expect(asked(server, DISCHARGE)[0]?.body).toEqual({
        version: 4,
        disposition: 'home',
        leave_open: true,
      });
    });
  });
});

describe('an admission made by mistake', () => {
  it('is taken back only with a reason', async () => {
    const path = `POST ${ADMISSION}/cancel`;
    const server = open({ [path]: { status: 200, body: {} } });
    await openFromPatient('Mistake');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByText('Say what went wrong.')).toBeVisible();
    await userEvent.type(screen.getByLabelText('What went wrong'), 'Wrong Considine');
    await userEvent.click(
      screen.getByRole('button', { name: 'Cancel the admission of CONSIDINE, Alden (Mr)' }),
    );
    await waitFor(() => {
      expect(asked(server, path).map((one) => one.body)).toEqual([{ version: 4, reason: 'Wrong Considine' }]);
    });
  });
});

describe('a plan', () => {
  it('is not written over what somebody else has saved meanwhile, before it was read', async () => {
    const before = {
      id: stay.admission_id,
      needs: [],
      isolation: null,
      reason: 'Cough',
      expected_discharge_at: null,
      version: 4,
    };
    const server = open({
      [`GET ${ADMISSION}`]: { status: 200, body: before },
      [`PATCH ${ADMISSION}`]: { status: 409, body: { detail: 'The stay has changed.' } },
    });
    await openFromPatient('Plan');
    const reason = await screen.findByLabelText('Reason for the stay');
    await userEvent.clear(reason);
    await userEvent.type(reason, 'Pneumonia');
    server.routes[`GET ${ADMISSION}`] = { status: 200, body: { ...before, reason: 'Fall', version: 5 } };
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('row', { name: /Reason for the stay Fall Pneumonia/ })).toBeVisible();
    const save = screen.getByRole('button', { name: 'Save the plan of CONSIDINE, Alden (Mr)' });
    expect(save).toBeDisabled();
    server.routes[`PATCH ${ADMISSION}`] = { status: 200, body: before };
    await userEvent.click(screen.getByRole('button', { name: /keep mine|keep what/i }));
    await userEvent.click(save);
    await waitFor(() => {
      expect(asked(server, `PATCH ${ADMISSION}`).at(-1)?.body).toMatchObject({
        version: 5,
        reason: 'Pneumonia',
      });
    });
  });
});

describe('a patient from another hospital', () => {
  it('is declined only with a reason, named all the while', async () => {
    const id = '00000000-0000-7000-8000-000000008001';
    const path = `POST /api/hospital-transfers/${id}/decline`;
    const server = open({
      [`GET /api/hospitals/${hospital.id}/transfers`]: {
        status: 200,
        body: [
          {
            id,
            patient: fatima,
            from_hospital: 'Riverside',
            to_hospital: 'Northgate General',
            status: 'requested',
            reason: 'Needs ventilation',
            requested_at: raised_at,
            incoming: true,
            allowed_actions: ['accept', 'decline'],
            version: 2,
          },
        ],
      },
      [path]: { status: 200, body: { status: 'declined' } },
    });
    await userEvent.click(await screen.findByRole('button', { name: '1 transfer' }));
    expect(await screen.findByTestId('transfer-P00051-3')).toHaveTextContent(
      'From Riverside, waiting for an answer',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Decline' }));
    expect(await screen.findByTestId('patient-guard')).toHaveTextContent('P00051-3');
    expect(screen.getByText('Say why.')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Reason'), 'No ventilator free');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(asked(server, path)[0]?.body).toEqual({ version: 2, reason: 'No ventilator free' });
    });
  });
});
