import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '../../api/types.ts';
import { Messages } from '../../shell/Messages.tsx';
import { administrator, doctorOf } from '../../testing/admin-samples.ts';
import { fakeServer } from '../../testing/fake-server.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { alden, nurse } from '../../testing/samples.ts';
import { streamHeard, streamOpened } from '../workstation/live-link.ts';
import { AssignDoctorPanel } from './AssignDoctorPanel.tsx';
import { DoctorListScreen } from './DoctorListScreen.tsx';
import { DoctorScreen } from './DoctorScreen.tsx';

const obi = doctorOf();
const marsh = doctorOf({
  id: '00000000-0000-7000-8000-000000000503',
  doctor_id: 'D0008-6',
  full_name: 'Dr Helen Marsh',
  license_expires_on: '2020-09-30',
  is_verified: false,
  is_available: false,
});
const summary = {
  id: alden.id,
  code: alden.code,
  family_name: alden.family_name,
  given_name: alden.given_name,
  title: 'Mr',
  date_of_birth: alden.date_of_birth,
  date_of_birth_is_estimated: false,
  age_years: 71,
  gender: 'male',
  identity_state: 'identified',
  is_deceased: false,
};
const treats = {
  patient: summary,
  relationship_type: 'current',
  started_at: '2026-11-20T10:00:00Z',
};

// A busy machine is no fault of the screen: whole forms are filled in here.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 5_000 });

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  streamOpened();
  streamHeard({ kind: 'link', up: true });
  server = fakeServer({
    'GET /api/doctors': { status: 200, body: [obi, marsh], headers: { 'X-Total-Count': '60' } },
    'GET /api/doctors/D0007-1': { status: 200, body: obi },
    'GET /api/doctors/D0008-6': { status: 200, body: marsh },
    'GET /api/doctors/D0007-1/patients': { status: 200, body: [treats] },
    'GET /api/doctors/D0008-6/patients': { status: 200, body: [] },
    'GET /api/doctors/D0007-1/hospitals': {
      status: 200,
      body: [
        {
          hospital_id: '00000000-0000-7000-8000-000000000001',
          hospital_name: 'Northgate General',
          department: 'Acute medicine',
          position: 'Consultant',
          started_at: '2021-03-01T00:00:00Z',
        },
      ],
    },
    'GET /api/doctors/D0008-6/hospitals': { status: 200, body: [] },
  });
});

/** Typed letter by letter a long form takes longer than a test may. */
async function fill(field: HTMLElement, text: string) {
  await userEvent.clear(field);
  await userEvent.paste(text);
}

const writes = () => server.seen.filter((asked) => asked.method !== 'GET');
const show = (inside: React.ReactNode, me: Me = administrator) =>
  renderApp(
    <>
      {inside}
      <Messages />
    </>,
    me,
  );

describe('the list of doctors', () => {
  it('says who can be called on and whose licence is no longer good', async () => {
    show(<DoctorListScreen />);
    const [first, second] = await screen.findAllByTestId('doctor-row');
    expect(first).toHaveTextContent('Dr Amara Obi');
    expect(first).toHaveTextContent('Available');
    expect(second).toHaveTextContent('Not available');
    expect(second).toHaveTextContent('EXPIRED 30-Sep-2020');
    expect(within(second as HTMLElement).getByRole('img', { name: 'Stop' })).toBeVisible();
    expect(screen.getByText('60 doctors')).toBeVisible();
  });

  it('is narrowed by what is typed after / and by who is available, and turns pages', async () => {
    show(<DoctorListScreen />);
    await screen.findAllByTestId('doctor-row');
    await userEvent.click(screen.getByRole('button', { name: 'Further' }));
    await waitFor(() => {
      expect(server.seen.at(-1)?.query.get('skip')).toBe('25');
    });
    await userEvent.keyboard('/');
    await userEvent.keyboard('marsh');
    await waitFor(() => {
      expect(server.seen.at(-1)?.query.get('q')).toBe('marsh');
    });
    expect(server.seen.at(-1)?.query.get('skip')).toBe('0');
    await userEvent.click(screen.getByRole('button', { name: 'Available now' }));
    await waitFor(() => {
      expect(server.seen.at(-1)?.query.get('available_only')).toBe('true');
    });
  });

  it('says that nobody matches, and what to do where it could not load', async () => {
    server.routes['GET /api/doctors'] = { status: 200, body: [] };
    show(<DoctorListScreen />);
    expect(await screen.findByText('No doctor has been taken up yet.')).toBeVisible();
    server.routes['GET /api/doctors'] = { status: 503, body: {} };
    await userEvent.click(screen.getByRole('button', { name: 'Available now' }));
    expect(await screen.findByText('Could not load')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('takes up a doctor once, however often it is sent', async () => {
    server.routes['POST /api/doctors'] = { status: 503, body: {} };
    show(<DoctorListScreen />);
    await screen.findAllByTestId('doctor-row');
    await userEvent.keyboard('n');
    const dialog = await screen.findByRole('dialog');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await within(dialog).findByText('Needed.')).toBeVisible();
    expect(writes()).toHaveLength(0);
    await fill(within(dialog).getByLabelText('Full name, given name first'), 'Dr Sana Qureshi');
    await fill(within(dialog).getByLabelText('Licence number'), 'GMC 1');
    await fill(within(dialog).getByLabelText('Licence valid to'), '31/08/2028');
    await fill(within(dialog).getByLabelText('Specialisations'), 'Anaesthesia, Intensive care,');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await within(dialog).findByText('NOT SAVED')).toBeVisible();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(writes()).toHaveLength(2);
    });
    const [one, two] = writes();
    expect(one?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(two?.headers.get('Idempotency-Key')).toBe(one?.headers.get('Idempotency-Key'));
    expect(one?.body).toMatchObject({
      full_name: 'Dr Sana Qureshi',
      license_expires_on: '2028-08-31',
      specializations: ['Anaesthesia', 'Intensive care'],
    });
  });

  it('offers a nurse no way to change it', async () => {
    show(<DoctorListScreen />, nurse);
    await screen.findAllByTestId('doctor-row');
    await userEvent.keyboard('n');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('button', { name: /Take up/ })).toBeNull();
  });
});

describe('a doctor', () => {
  it('shows an expired licence before everything else', async () => {
    show(<DoctorScreen doctorId="D0008-6" />);
    expect(await screen.findByRole('alert')).toHaveTextContent('Licence expired');
    expect(screen.getByRole('alert')).toHaveTextContent('It ended on 30-Sep-2020');
  });

  it('has patients and posts with their dates', async () => {
    show(<DoctorScreen doctorId="D0007-1" />);
    expect(await screen.findByTestId('doctor-patient')).toHaveTextContent('CONSIDINE, Alden (Mr)');
    expect(screen.getByTestId('doctor-patient')).toHaveTextContent('Treating');
    expect(await screen.findByRole('row', { name: /Northgate General/ })).toHaveTextContent('01-Mar-2021');
    await userEvent.click(screen.getByRole('button', { name: 'With previous ones' }));
    await waitFor(() => {
      expect(server.seen.some((asked) => asked.query.get('current_only') === 'false')).toBe(true);
    });
  });

  it('is made unavailable by an administrator, against the version that was seen', async () => {
    server.routes['PATCH /api/doctors/D0007-1/availability'] = {
      status: 200,
      body: { ...obi, is_available: false, version: 4 },
    };
    show(<DoctorScreen doctorId="D0007-1" />);
    await userEvent.click(await screen.findByRole('switch', { name: 'Available' }));
    expect(await screen.findByText('Dr Amara Obi is not available')).toBeVisible();
    expect(writes()[0]?.body).toEqual({ is_available: false, version: 3 });
  });

  it('offers the switch to the doctor and to no other', async () => {
    const doctor: Me = { ...nurse, role: 'doctor', permissions: ['doctor_availability'] };
    const own = { ...doctor, doctor_id: obi.id } as Me;
    const first = show(<DoctorScreen doctorId="D0007-1" />, own);
    expect(await screen.findByRole('switch')).toBeVisible();
    first.unmount();
    show(<DoctorScreen doctorId="D0008-6" />, own);
    await screen.findByText('Licence expired');
    expect(screen.queryByRole('switch')).toBeNull();
  });

  it('changed by somebody else in between: shows both, saves nothing by itself, then saves over it', async () => {
    const current = doctorOf({ contact: 'ext. 9', version: 4 });
    server.routes['PUT /api/doctors/D0007-1'] = {
      status: 409,
      body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'changed', current },
    };
    show(<DoctorScreen doctorId="D0007-1" />);
    await screen.findByTestId('doctor-patient');
    await userEvent.keyboard('e');
    const dialog = await screen.findByRole('dialog');
    const phone = within(dialog).getByLabelText('Phone');
    await fill(phone, 'ext. 7');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    const conflict = await within(dialog).findByRole('alert');
    expect(conflict).toHaveTextContent('Your changes are NOT SAVED');
    expect(within(conflict).getByRole('row', { name: /Phone/ })).toHaveTextContent('ext. 9ext. 7');
    await userEvent.click(within(conflict).getByRole('button', { name: 'Keep what I entered' }));
    expect(writes()).toHaveLength(1);
    server.routes['PUT /api/doctors/D0007-1'] = { status: 200, body: { ...current, version: 5 } };
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(writes()[1]?.body).toMatchObject({ version: 4, contact: 'ext. 7' });
    });
  });

  it('is deactivated only after the question with the name', async () => {
    server.routes['DELETE /api/doctors/D0007-1'] = { status: 204 };
    show(<DoctorScreen doctorId="D0007-1" />);
    await userEvent.click(await screen.findByRole('button', { name: 'Deactivate' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Deactivate Dr Amara Obi (D0007-1)?');
    expect(dialog).toHaveTextContent('2 patients are assigned now.');
    await userEvent.keyboard('e');
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    expect(writes()).toHaveLength(0);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Dr Amara Obi deactivated')).toBeVisible();
  });

  it('gets a patient whose name and birth date stand there before it is confirmed', async () => {
    server.routes['GET /api/patients/search'] = {
      status: 200,
      body: [{ patient: summary, matched: 'name' }],
    };
    server.routes[`POST /api/doctors/D0007-1/patients/${alden.id}`] = { status: 201, body: treats };
    show(<DoctorScreen doctorId="D0007-1" />);
    await screen.findByTestId('doctor-patient');
    await userEvent.keyboard('a');
    const dialog = await screen.findByRole('dialog');
    await fill(within(dialog).getByRole('combobox', { name: 'Patient' }), 'considine');
    await within(dialog).findByRole('option', { name: /CONSIDINE/ });
    await userEvent.keyboard('{Enter}');
    expect(within(dialog).getByText(/born/)).toHaveTextContent('14-Mar-1955');
    expect(writes()).toHaveLength(0);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(writes()[0]?.body).toEqual({ relationship_type: 'current' });
    });
  });
});

describe('the doctors of a patient', () => {
  it('are listed, the former after the current, and one is ended by name', async () => {
    const related = (full_name: string, doctor_id: string, ended_at: string | null) => ({
      id: doctor_id === obi.doctor_id ? obi.id : marsh.id,
      doctor_id,
      full_name,
      specializations: [],
      relationship_type: 'current',
      started_at: '2026-11-20T10:00:00Z',
      ended_at,
    });
    server.routes[`GET /api/patients/${alden.id}/doctors`] = {
      status: 200,
      body: [
        related('Dr Helen Marsh', 'D0008-6', '2026-11-21T10:00:00Z'),
        related('Dr Amara Obi', 'D0007-1', null),
      ],
    };
    server.routes[`DELETE /api/doctors/D0007-1/patients/${alden.id}`] = { status: 204 };
    show(<AssignDoctorPanel patientId={alden.id} patientName={alden} mayWrite />);
    const rows = await screen.findAllByTestId('patient-doctor');
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('Dr Amara Obi') as unknown,
      expect.stringContaining('20-Nov-2026 to 21-Nov-2026') as unknown,
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'End Dr Amara Obi' }));
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      'Dr Amara Obi will no longer be a doctor of CONSIDINE, Alden (Mr).',
    );
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/is no longer a doctor of/)).toBeVisible();
    expect(writes()[0]?.query.get('relationship_type')).toBe('current');
  });
});
