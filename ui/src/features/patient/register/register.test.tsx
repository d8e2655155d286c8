import { Link } from '@tanstack/react-router';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeServer } from '../../../testing/fake-server.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { Where } from '../../../testing/Where.tsx';
import { recordOf, summaryOf, wardNurse } from '../patient-samples.ts';
import { type RegisterKind, RegisterScreen } from './RegisterScreen.tsx';

// A whole form per test: slow where many tests share a processor.
vi.setConfig({ testTimeout: 20_000 });

const mariela = summaryOf({
  id: '00000000-0000-7000-8000-000000001064',
  code: 'P00064-6',
  family_name: 'Abernathy',
  given_name: 'Mariela',
  date_of_birth: '1969-08-12',
});
const likely = {
  patient: mariela,
  likelihood: 'very_likely',
  reasons: ['same_birth_date_similar_name'],
  matches: ['family_name', 'date_of_birth'],
  has_allergies: true,
};

function open(startAs: RegisterKind = 'identified', found: unknown[] = []) {
  const server = fakeServer({
    'GET /api/patients/duplicates': { status: 200, body: found },
    'POST /api/patients': { status: 201, body: recordOf() },
    'POST /api/patients/unidentified': { status: 201, body: recordOf({ identity_state: 'unidentified' }) },
  });
  renderApp(
    <>
      <RegisterScreen startAs={startAs} />
      <Where />
    </>,
    wardNurse,
  );
  return server;
}

async function enter(field: HTMLElement, text: string) {
  await userEvent.click(field);
  await userEvent.paste(text);
}

async function fill() {
  await enter(await screen.findByLabelText(/^Surname/), 'Abernathy');
  await enter(screen.getByLabelText(/^Given names/), 'Mariella');
  await userEvent.selectOptions(screen.getByLabelText(/^Gender/), 'Female');
  await enter(screen.getByLabelText(/^Born/), '12/08/1969');
  await userEvent.tab();
}
const sent = (server: ReturnType<typeof open>, path: string) =>
  server.seen.filter((seen) => seen.method === 'POST' && seen.path === path);

describe('registering a patient', () => {
  it('h13: an allergy state must be chosen; a blank never means none', async () => {
    const server = open();
    await fill();
    expect(screen.getByLabelText(/^Born/)).toHaveValue('12-Aug-1969');
    await userEvent.click(screen.getByRole('button', { name: /Save only/ }));
    expect(screen.getByRole('alert')).toHaveTextContent('Needed.');
    expect(sent(server, '/api/patients')).toHaveLength(0);
    await userEvent.keyboard('{Alt>}3{/Alt}');
    expect(screen.getByLabelText(/Not asked yet/)).toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: /Save only/ }));
    await waitFor(() => {
      expect(sent(server, '/api/patients')).toHaveLength(1);
    });
    expect(sent(server, '/api/patients')[0]?.body).toMatchObject({
      family_name: 'Abernathy',
      date_of_birth: '1969-08-12',
      gender: 'female',
      allergy_state: 'not_asked',
    });
  });

  it('saves and goes on to admitting', async () => {
    open();
    await fill();
    await userEvent.keyboard('{Alt>}2{/Alt}{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(screen.getByTestId('where')).toHaveTextContent('/board?admit=');
    });
  });

  it('compares who is on file with what is typed, and saves only after the answer', async () => {
    const server = open('identified', [likely]);
    await fill();
    await userEvent.keyboard('{Alt>}3{/Alt}');
    const card = await screen.findByTestId('candidate-P00064-6');
    expect(card).toHaveTextContent('Very likely the same person');
    expect(card).toHaveTextContent('Has allergies on file');
    expect(within(card).getByRole('row', { name: /Given Mariela Mariella differs/ })).toBeVisible();
    expect(within(card).getByRole('row', { name: /Born 12-Aug-1969 12-Aug-1969 the same/ })).toBeVisible();
    expect(screen.getByRole('button', { name: /Save and admit/ })).toBeDisabled();
    await userEvent.keyboard('{Alt>}n{/Alt}');
    await userEvent.type(within(card).getByLabelText('Why is it somebody else?'), 'twin sister{Enter}');
    await userEvent.click(screen.getByRole('button', { name: /Save only/ }));
    await waitFor(() => {
      expect(sent(server, '/api/patients')[0]?.body).toMatchObject({
        not_duplicate_of: [mariela.id],
        not_duplicate_because: 'twin sister',
      });
    });
  });

  it('uses the patient on file instead, and says that nothing of the entry was kept', async () => {
    open('identified', [likely]);
    await fill();
    await screen.findByTestId('candidate-P00064-6');
    await userEvent.keyboard('{Alt>}u{/Alt}');
    await waitFor(() => {
      expect(screen.getByTestId('where')).toHaveTextContent(`/patients/${mariela.id}`);
    });
  });

  it('shows the duplicates that only the server knew of', async () => {
    const server = open();
    server.routes['POST /api/patients'] = {
      status: 409,
      body: { status: 409, detail: 'Very likely on file.', duplicates: [likely] },
    };
    await fill();
    await userEvent.keyboard('{Alt>}3{/Alt}');
    await userEvent.click(screen.getByRole('button', { name: /Save only/ }));
    expect(await screen.findByTestId('candidate-P00064-6')).toBeVisible();
    expect(screen.getByRole('button', { name: /Save only/ })).toBeDisabled();
  });

  it('puts what the server refuses at its field until it is changed', async () => {
    const server = open();
    server.routes['POST /api/patients'] = {
      status: 422,
      body: {
        status: 422,
        detail: 'Some fields are not right.',
        errors: [{ field: 'contact', message: 'No phone number.' }],
      },
    };
    await fill();
    await userEvent.type(screen.getByLabelText(/^Phone/), '123');
    await userEvent.keyboard('{Alt>}3{/Alt}');
    await userEvent.click(screen.getByRole('button', { name: /Save only/ }));
    expect(await screen.findByText('No phone number.')).toBeVisible();
    await userEvent.type(screen.getByLabelText(/^Phone/), '4');
    expect(screen.queryByText('No phone number.')).toBeNull();
  });

  it('keeps the entry when nothing was sent, and sends it again under the same key', async () => {
    const server = open();
    delete server.routes['POST /api/patients'];
    await fill();
    await userEvent.keyboard('{Alt>}3{/Alt}');
    await userEvent.click(screen.getByRole('button', { name: /Save only/ }));
    expect(await screen.findByText('NOT SAVED')).toBeVisible();
    expect(screen.getByLabelText(/^Surname/)).toHaveValue('Abernathy');
    server.routes['POST /api/patients'] = { status: 201, body: recordOf() };
    await userEvent.click(screen.getByRole('button', { name: /Save only/ }));
    await waitFor(() => {
      expect(screen.getByTestId('where')).toHaveTextContent('/patients/');
    });
    const keys = sent(server, '/api/patients').map((seen) => seen.headers.get('Idempotency-Key'));
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('keeps what was typed when the kind is changed and back', async () => {
    open();
    await userEvent.type(await screen.findByLabelText(/^Surname/), 'Abernathy');
    await userEvent.keyboard('{F2}');
    expect(screen.getByRole('textbox', { name: 'Alias' })).toBeVisible();
    await userEvent.keyboard('{F4}');
    expect(screen.getByLabelText(/^Surname/)).toHaveValue('Abernathy');
  });
});

describe('leaving with an entry', () => {
  it('asks first; staying keeps it, leaving throws it away', async () => {
    fakeServer({});
    renderApp(
      <>
        <RegisterScreen startAs="identified" />
        <Link to="/patients">elsewhere</Link>
        <Where />
      </>,
      wardNurse,
    );
    await enter(await screen.findByLabelText(/^Surname/), 'Abernathy');
    await userEvent.click(screen.getByText('elsewhere'));
    expect(await screen.findByText('Leave without saving?')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByText('Leave without saving?')).toBeNull();
    });
    expect(screen.getByTestId('where')).not.toHaveTextContent('/patients');
    expect(screen.getByLabelText(/^Surname/)).toHaveValue('Abernathy');
    await userEvent.click(screen.getByText('elsewhere'));
    await userEvent.click(await screen.findByRole('button', { name: 'Leave and throw it away' }));
    await waitFor(() => {
      expect(screen.getByTestId('where')).toHaveTextContent('/patients');
    });
  });
});

describe('somebody nobody knows', () => {
  it('is registered with three keys; the birth year stands as an estimate', async () => {
    const server = open('unidentified');
    await screen.findByRole('textbox', { name: 'Alias' });
    await userEvent.keyboard('m5');
    expect(screen.getByTestId('preview')).toHaveTextContent(/UNKNOWN .* about \d{4} \(40 y, estimated\)/);
    expect(screen.getByTestId('preview')).toHaveTextContent('Allergies not asked');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(sent(server, '/api/patients/unidentified')[0]?.body).toMatchObject({
        gender: 'male',
        estimated_age_years: 40,
      });
    });
  });

  it('needs a sex and an age, and says so', async () => {
    const server = open('unidentified');
    await screen.findByRole('textbox', { name: 'Alias' });
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByText('Choose the sex and an age.')).toBeVisible();
    expect(sent(server, '/api/patients/unidentified')).toHaveLength(0);
  });
});
