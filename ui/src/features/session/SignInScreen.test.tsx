import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeServer } from '../../testing/fake-server.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { SignInScreen } from './SignInScreen.tsx';

const account = (role: string, full_name: string) => ({
  email: `${role}@demo.local`,
  full_name,
  role,
  description: role,
});
const demo = {
  password: 'brisk-otter-lantern',
  enrolment_code: 'H7QK-2M9D',
  accounts: [account('admin', 'Marek Dvořák'), account('nurse', 'Ingrid Halvorsen')],
};
const installed = { version: '0.1.0', needs_setup: false, hospital_name: 'Northgate General' };
const problem = (status: number, detail: string) => ({
  status,
  body: { type: 'about:blank', title: 't', status, detail },
});

describe('signing in', () => {
  let server: ReturnType<typeof fakeServer>;
  beforeEach(() => {
    server = fakeServer({
      'GET /api/installation': { status: 200, body: { ...installed, is_demo: false } },
      'GET /api/ready': {
        status: 200,
        body: { status: 'ready', version: '0.1.0', database: true, log_reader: true },
      },
      'POST /api/auth/login': problem(401, 'wrong'),
    });
  });

  const fill = async (email: string, password: string) => {
    await userEvent.type(await screen.findByLabelText('E-mail'), email);
    await userEvent.type(screen.getByLabelText('Password'), `${password}{Enter}`);
  };
  const logins = () => server.seen.filter((asked) => asked.path === '/api/auth/login');

  it('says what to check after a wrong password', async () => {
    renderApp(<SignInScreen />);
    await fill('nurse@northgate.example', 'nonsense');
    expect(await screen.findByText(/E-mail or password is not right/)).toBeVisible();
    expect(logins()[0]?.body).toEqual({ email: 'nurse@northgate.example', password: 'nonsense' });
  });

  it('asks for both fields before it asks the server', async () => {
    renderApp(<SignInScreen />);
    await fill('nurse@northgate.example', '');
    expect(await screen.findByText('Enter both e-mail and password.')).toBeVisible();
    expect(logins()).toHaveLength(0);
  });

  it('after too many attempts says how long to wait, and takes none meanwhile', async () => {
    server.routes['POST /api/auth/login'] = {
      ...problem(429, 'slow down'),
      headers: { 'Retry-After': '900' },
    };
    renderApp(<SignInScreen />);
    await fill('nurse@northgate.example', 'nonsense');
    expect(await screen.findByText(/Too many attempts. You can try again in 1[45]:/)).toBeVisible();
    expect(screen.getByRole('button', { name: /Sign in/ })).toBeDisabled();
  });

  it('in a browser says that it cannot alarm, and shows no demo people outside the demo', async () => {
    renderApp(<SignInScreen />);
    expect(await screen.findByText(/This browser cannot alarm/)).toBeVisible();
    await waitFor(() => {
      expect(screen.getByText('Northgate General')).toBeVisible();
    });
    expect(screen.queryByText('Demo hospital')).toBeNull();
    expect(screen.queryByTestId('demo-watermark')).toBeNull();
  });

  it('in the demo signs in with one key, shows the password and carries the watermark', async () => {
    server.routes['GET /api/installation'] = { status: 200, body: { ...installed, is_demo: true, demo } };
    renderApp(<SignInScreen />);
    expect(await screen.findByTestId('demo-password')).toHaveTextContent('brisk-otter-lantern');
    expect(screen.getByTestId('demo-watermark')).toBeInTheDocument();
    await userEvent.keyboard('{Alt>}1{/Alt}');
    await waitFor(() => {
      expect(logins()[0]?.body).toEqual({ email: 'nurse@demo.local', password: 'brisk-otter-lantern' });
    });
  });

  it('says so when the server does not answer', async () => {
    delete server.routes['GET /api/ready'];
    delete server.routes['GET /api/installation'];
    renderApp(<SignInScreen />);
    expect(await screen.findByText(/Nobody can sign in until it does/)).toBeVisible();
    expect(await screen.findByText('Does not answer. It is tried again by itself.')).toBeVisible();
  });
});
