import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '../../../testing/fake-server.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { Where } from '../../../testing/Where.tsx';
import { summaryOf, wardNurse } from '../patient-samples.ts';
import { FindBox } from './FindBox.tsx';
import { PatientsScreen } from './PatientsScreen.tsx';

const aldene = summaryOf({
  id: '00000000-0000-7000-8000-000000001873',
  code: 'P00873-1',
  given_name: 'Aldene',
  title: 'Mrs',
  date_of_birth: '1961-05-02',
  age_years: 65,
  gender: 'female',
  place: null,
  has_open_admission: false,
});
const both = [
  { patient: summaryOf(), matched: 'name' },
  { patient: aldene, matched: 'name' },
];

function open() {
  const server = fakeServer({ 'GET /api/patients/search': { status: 200, body: both } });
  renderApp(
    <>
      <FindBox />
      <Where />
    </>,
    wardNurse,
  );
  return server;
}

async function find(text: string) {
  await screen.findByTestId('where');
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(screen.getByRole('combobox'), text);
}

describe('finding a patient from the top bar', () => {
  it('shows what tells two people of nearly the same name apart, and says that they are alike', async () => {
    open();
    await find('consid');
    const [first, second] = await screen.findAllByRole('option', { name: /CONSIDINE/ });
    expect(first).toHaveTextContent('CONSIDINE, Alden (Mr)');
    expect(first).toHaveTextContent('born 14-Mar-1955 (71 y)');
    expect(first).toHaveTextContent('B4, Ward 1');
    expect(first).toHaveTextContent('P00042-7');
    expect(second).toHaveTextContent('born 02-May-1961 (65 y)');
    expect(second).toHaveTextContent('not admitted');
    expect(second).toHaveTextContent('Similar names. Check the date of birth.');
    expect(within(first as HTMLElement).getByText('CONSID')).toBeVisible();
  });

  it('is walked with the arrows and opens the chart that is marked', async () => {
    open();
    await find('consid');
    await screen.findAllByRole('option', { name: /CONSIDINE/ });
    await waitFor(() => {
      expect(screen.getByText('2 patients')).toBeVisible();
    });
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(screen.getByTestId('where')).toHaveTextContent(`/patients/${aldene.id}`);
    expect(screen.queryByTestId('find')).toBeNull();
  });

  it('asks once for letters typed in a row', async () => {
    const server = open();
    await find('considine');
    await screen.findAllByRole('option', { name: /CONSIDINE/ });
    expect(server.seen.filter((seen) => seen.path === '/api/patients/search').length).toBeLessThan(4);
  });

  it('opens the patient of a scanned code at once, and nobody where the code is not single', async () => {
    const server = open();
    server.routes['GET /api/patients/search'] = {
      status: 200,
      body: [{ patient: summaryOf(), matched: 'code' }],
    };
    await find('P00042-7{Enter}');
    await waitFor(() => {
      expect(screen.getByTestId('where')).toHaveTextContent('/patients/00000000-0000-7000-8000-000000001001');
    });
  });

  it('offers to register where nobody is found', async () => {
    const server = open();
    server.routes['GET /api/patients/search'] = { status: 200, body: [] };
    await find('nobody');
    await userEvent.click(await screen.findByText('Nobody found. Register a patient'));
    expect(screen.getByTestId('where')).toHaveTextContent('/patients/register');
  });

  it('says that it could not look, which is not that there is nobody', async () => {
    const server = open();
    server.routes['GET /api/patients/search'] = { status: 503, body: { status: 503, detail: '' } };
    await find('consid');
    expect(await screen.findByRole('alert')).toHaveTextContent('Could not load');
    expect(screen.queryByText(/Nobody found/)).toBeNull();
  });

  it('closes on Esc and gives the focus back', async () => {
    open();
    await screen.findByTestId('where');
    screen.getByRole('button', { name: /Find a patient/ }).focus();
    await userEvent.keyboard('{Control>}k{/Control}');
    expect(screen.getByRole('combobox')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: /Find a patient/ })).toHaveFocus();
  });
});

describe('the list of patients', () => {
  it('shows everybody in pages, emergencies alone when asked', async () => {
    const server = fakeServer({
      'GET /api/patients': { status: 200, body: [summaryOf()], headers: { 'X-Total-Count': '1' } },
    });
    renderApp(<PatientsScreen />, wardNurse);
    expect(await screen.findByText('1 patient')).toBeVisible();
    expect(screen.getByRole('link', { name: /CONSIDINE/ })).toHaveAttribute(
      'href',
      expect.stringContaining('/patients/00000000-0000-7000-8000-000000001001'),
    );
    server.routes['GET /api/patients'] = { status: 200, body: [], headers: { 'X-Total-Count': '0' } };
    await userEvent.click(screen.getByRole('button', { name: 'Emergencies only' }));
    expect(await screen.findByText('No patient is marked as an emergency.')).toBeVisible();
  });

  it('says what to do when it could not load', async () => {
    fakeServer({
      'GET /api/patients': { status: 500, body: { status: 500, detail: 'The database is away.' } },
    });
    renderApp(<PatientsScreen />, wardNurse);
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
