import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { PatientRecord } from '../../../api/types.ts';
import { fakeServer } from '../../../testing/fake-server.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { alertOf } from '../../../testing/samples.ts';
import { recordOf, wardNurse } from '../patient-samples.ts';
import type { ChartTab } from './chart-tab.ts';
import { ChartScreen } from './ChartScreen.tsx';

const at = `/api/patients/${recordOf().id}`;
const penicillin = {
  id: 'a-1',
  substance: 'penicillin',
  status: 'active',
  recorded_at: '2026-11-20T10:00:00Z',
  version: 1,
};
const condition = {
  id: 'c-1',
  description: 'Atrial fibrillation',
  icd10_code: 'I48',
  started_on: '2021-03-02',
  status: 'active',
  recorded_at: '2026-11-20T10:00:00Z',
  version: 2,
};

function open(tab: ChartTab = 'overview', record: PatientRecord = recordOf()) {
  const server = fakeServer({
    [`GET ${at}`]: { status: 200, body: record },
    [`GET ${at}/allergies`]: {
      status: 200,
      body: { state: 'known', state_at: '2026-11-20T10:00:00Z', allergies: [penicillin], version: 4 },
    },
    [`GET ${at}/conditions`]: { status: 200, body: [condition] },
    [`GET ${at}/family-contacts`]: { status: 200, body: [] },
    [`GET ${at}/doctors`]: { status: 200, body: [] },
    [`GET ${at}/records`]: { status: 200, body: [] },
    [`GET ${at}/admissions`]: { status: 200, body: [] },
    [`GET /api/emergency/patients/${record.id}/alerts`]: { status: 200, body: [] },
  });
  renderApp(<ChartScreen patientId={record.id} tab={tab} />, wardNurse);
  return server;
}
const banner = () => screen.findByTestId('patient-banner');
const written = (server: ReturnType<typeof open>, method: string) =>
  server.seen.filter((seen) => seen.method === method).map((seen) => seen.body);
const confirm = () => userEvent.keyboard('{Control>}{Enter}{/Control}');

describe('the banner of a chart', () => {
  it('names the patient, what must be known, where and whose care', async () => {
    const server = open();
    server.routes[`GET /api/emergency/patients/${recordOf().id}/alerts`] = { status: 200, body: [alertOf()] };
    const words = await banner();
    for (const text of [
      'CONSIDINE, Alden (Mr)',
      '14-Mar-1955 (71 y)',
      'Male',
      'P00042-7',
      'Allergies (2): penicillin; codeine',
      'B4, Ward 1',
      'Dr Amara Obi',
      'for full treatment',
    ])
      expect(words).toHaveTextContent(text);
    expect(await within(words).findByRole('link', { name: /Critical alert open/ })).toBeVisible();
  });

  it('h13: tells the four states apart', async () => {
    open('overview', recordOf({ allergy_state: 'unable_to_obtain', allergies: [] }));
    expect(await banner()).toHaveTextContent('Allergies: unable to obtain');
  });

  it('h21: says that the patient has died, and when', async () => {
    open(
      'overview',
      recordOf({
        death: {
          died_at: '2026-11-22T10:05:00Z',
          verified_by: 'Dr Obi',
          recorded_at: '2026-11-22T10:10:00Z',
        },
      }),
    );
    expect(await banner()).toHaveTextContent('Died 22-Nov-2026 10:05');
  });

  it('shows the estimated birth year of somebody unknown as an estimate', async () => {
    open(
      'overview',
      recordOf({
        family_name: 'Unknown Kilo Seven Two',
        given_name: '',
        title: null,
        date_of_birth: '1981-01-01',
        date_of_birth_is_estimated: true,
        age_years: 45,
        identity_state: 'unidentified',
      }),
    );
    const words = await banner();
    expect(words).toHaveTextContent('about 1981 (45 y, estimated)');
    expect(words).toHaveTextContent('Not identified');
    expect(words).not.toHaveTextContent('TWO,');
  });

  it('h20: without clinical reach shows who it is, and why no more', async () => {
    open(
      'overview',
      recordOf({ allergy_state: null, allergies: [], resuscitation_status: null, may_write: false }),
    );
    expect(await banner()).toHaveTextContent('Allergies: not shown to your role');
    expect(screen.getByText('You see who this is, and no more')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Allergies' })).toBeNull();
  });
});

describe("a patient's doctors in the chart", () => {
  const doctor = {
    id: 'd-1',
    doctor_id: 'D0003-1',
    full_name: 'Dr Solveig Aas',
    specializations: ['respiratory medicine'],
    relationship_type: 'current',
    started_at: '2026-11-20T10:00:00Z',
    is_available: true,
    is_active: true,
  };
  it('stand there now and before, and are assigned from there', async () => {
    const server = open();
    server.routes[`GET ${at}/doctors`] = {
      status: 200,
      body: [{ ...doctor, id: 'd-2', full_name: 'Dr Amara Obi', ended_at: '2026-11-21T10:00:00Z' }, doctor],
    };
    const rows = await screen.findAllByTestId('patient-doctor');
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('Dr Solveig Aas'),
      expect.stringContaining('Dr Amara Obi'),
    ]);
    expect(rows[0]).toHaveTextContent('since 20-Nov-2026');
    expect(rows[1]).toHaveTextContent('20-Nov-2026 to 21-Nov-2026');
    expect(screen.getByRole('button', { name: 'Assign a doctor' })).toBeEnabled();
  });
});

describe('allergies on a chart', () => {
  it('h13: could not load is not none', async () => {
    const server = open('allergies');
    server.routes[`GET ${at}/allergies`] = { status: 500, body: { status: 500, detail: 'No answer.' } };
    expect(await screen.findByText(/this does not mean none/)).toBeVisible();
    expect(screen.queryByText('No known allergies')).toBeNull();
  });

  it('h13: none known cannot be said over a live list', async () => {
    open('allergies');
    await userEvent.click(await screen.findByRole('button', { name: 'Change the state' }));
    expect(screen.getByLabelText('No known allergies')).toBeDisabled();
    expect(screen.getByText(/Live allergies stand against every other state: penicillin/)).toBeVisible();
  });

  it('asks before a slip of Esc throws away what was typed, and Cancel still means it', async () => {
    open('allergies');
    await userEvent.click(await screen.findByRole('button', { name: 'Add an allergy' }));
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByLabelText(/Substance/)).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Add an allergy' }));
    await userEvent.type(screen.getByLabelText(/Substance/), 'latex');
    await userEvent.keyboard('{Escape}');
    expect(screen.getByText('Leave without saving?')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByText('Leave without saving?')).toBeNull();
    });
    expect(screen.getByLabelText(/Substance/)).toHaveValue('latex');
    await userEvent.click(screen.getByRole('button', { name: /^Cancel/ }));
    expect(screen.queryByLabelText(/Substance/)).toBeNull();
  });

  it('refutes the last one only with a reason and with what is known then', async () => {
    const server = open('allergies');
    server.routes[`PUT ${at}/allergies`] = {
      status: 200,
      body: { state: 'none_known', allergies: [], version: 5 },
    };
    await userEvent.click(await screen.findByRole('button', { name: 'Refute: penicillin' }));
    await confirm();
    expect(written(server, 'PUT')).toHaveLength(0);
    await userEvent.type(screen.getByLabelText(/^Why/), 'tolerated in a test');
    await userEvent.click(screen.getByLabelText('No known allergies'));
    await confirm();
    await waitFor(() => {
      expect(written(server, 'PUT')).toEqual([
        {
          version: 4,
          state: 'none_known',
          changes: [{ id: 'a-1', status: 'refuted', status_reason: 'tolerated in a test' }],
        },
      ]);
    });
  });
});

describe('conditions on a chart', () => {
  it('h24: are marked as entered in error with a reason, never removed', async () => {
    const server = open('conditions');
    server.routes[`POST ${at}/conditions/c-1/entered-in-error`] = { status: 200, body: condition };
    await userEvent.click(
      await screen.findByRole('button', { name: 'Entered in error: Atrial fibrillation' }),
    );
    expect(screen.getByRole('dialog')).toHaveTextContent('CONSIDINE, Alden (Mr)');
    await userEvent.type(screen.getByLabelText(/^Why/), 'wrong patient');
    await confirm();
    await waitFor(() => {
      expect(written(server, 'POST')).toEqual([{ version: 2, reason: 'wrong patient' }]);
    });
  });

  it('end on a date, and not before they began', async () => {
    const server = open('conditions');
    server.routes[`PUT ${at}/conditions/c-1`] = { status: 200, body: condition };
    await userEvent.click(await screen.findByRole('button', { name: 'End: Atrial fibrillation' }));
    await userEvent.clear(screen.getByLabelText('To'));
    await userEvent.type(screen.getByLabelText('To'), '01/01/2020');
    await confirm();
    expect(await screen.findByText('It cannot end before it began.')).toBeVisible();
    await userEvent.clear(screen.getByLabelText('To'));
    await userEvent.type(screen.getByLabelText('To'), '01/01/2022');
    await confirm();
    await waitFor(() => {
      expect(written(server, 'PUT')[0]).toMatchObject({ version: 2, ended_on: '2022-01-01' });
    });
  });
});

describe('correcting who somebody is', () => {
  it('shows what stands now when somebody else was faster, and saves both changes once merged', async () => {
    const server = open('identity');
    const theirs = recordOf({ version: 5, contact: '01234 567890' });
    server.routes[`PUT ${at}`] = { status: 409, body: { status: 409, detail: 'Changed.', current: theirs } };
    const born = await screen.findByLabelText('Born');
    await userEvent.clear(born);
    await userEvent.type(born, '15/03/1955');
    await userEvent.tab();
    await confirm();
    const conflict = await screen.findByRole('row', { name: /Phone 01234 567890 not changed by you/ });
    expect(conflict).toBeVisible();
    server.routes[`PUT ${at}`] = {
      status: 200,
      body: { ...theirs, date_of_birth: '1955-03-15', version: 6 },
    };
    await userEvent.click(screen.getByRole('button', { name: 'Keep what I entered' }));
    await confirm();
    await waitFor(() => {
      expect(written(server, 'PUT')[1]).toMatchObject({
        version: 5,
        date_of_birth: '1955-03-15',
        contact: '01234 567890',
      });
    });
  });
});

describe('grave acts', () => {
  it('h21: a death asks that the name was checked, and who verified it', async () => {
    const server = open();
    server.routes[`POST ${at}/death`] = { status: 201, body: recordOf() };
    await userEvent.click(await screen.findByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Record a death' }));
    await userEvent.type(await screen.findByLabelText(/^Verified by/), 'Dr Amara Obi');
    await confirm();
    expect(written(server, 'POST')).toHaveLength(0);
    await userEvent.click(screen.getByLabelText(/I have checked that this is CONSIDINE, Alden/));
    await confirm();
    await waitFor(() => {
      expect(written(server, 'POST')[0]).toMatchObject({ verified_by: 'Dr Amara Obi' });
    });
  });
});

describe('the timeline', () => {
  it('says that there is more where older entries could not load', async () => {
    const server = open('timeline');
    const entry = { id: 't-1', kind: 'admission', at: '2026-11-20T10:00:00Z', title: 'Came by ambulance' };
    server.routes[`GET ${at}/records`] = (seen) =>
      seen.query.get('after') === null
        ? { status: 200, body: [entry], headers: { Link: `<${at}/records?after=t-1>; rel="next"` } }
        : { status: 500, body: { status: 500, detail: '' } };
    await userEvent.click(await screen.findByRole('button', { name: 'Load earlier' }));
    expect(await screen.findByText(/there is more than stands here/)).toBeVisible();
    expect(screen.getByText('Came by ambulance')).toBeVisible();
  });
});
