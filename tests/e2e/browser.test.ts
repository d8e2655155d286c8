import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { newPerson, openBrowser, signIn } from './src/browser.ts';
import { Server } from './src/server.ts';
import { Watch } from './src/watch.ts';

const PASSWORD = 'made-up demo password';

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await Server.start(PASSWORD);
  browser = await openBrowser();
});
afterEach(() => {
  onTestFailed(async () => {
    const pages = browser.contexts().flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) await page.screenshot({ path: `artifacts/browser-${index}.png` });
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('the demo server prints its address and its password, and the sign-in shows it', async () => {
  expect(server.said()).toContain(`listening on ${server.address}`);
  expect(server.said()).toContain(PASSWORD);
  const page = await newPerson(browser);
  await page.goto(server.address);
  await page.getByText(PASSWORD).waitFor();
  await page.getByText('This browser cannot alarm').first().waitFor();
  await page.close();
});

test('a reading of 84 % is on two browsers at once, and the acknowledgement of one on the other', async () => {
  const nurse = await newPerson(browser);
  const doctor = await newPerson(browser);
  await signIn(nurse, server.address, 'nurse@demo.local', PASSWORD);
  await signIn(doctor, server.address, 'doctor@demo.local', PASSWORD);
  await nurse.getByText('Weimann').first().waitFor();
  await doctor.getByText('Weimann').first().waitFor();

  const watch = await Watch.of(server.address, 'patient@demo.local', PASSWORD);
  await watch.measure('first', 84);
  await nurse.getByText('Waiting for an answer').first().waitFor();
  await doctor.getByText('Waiting for an answer').first().waitFor();
  // What has just moved under the hand does not answer at once.
  await nurse.waitForTimeout(1_000);
  await nurse.keyboard.press('Alt+a');
  await nurse.getByText('Acknowledged, Ingrid Halvorsen').first().waitFor();
  await doctor.getByText('Acknowledged, Ingrid Halvorsen').first().waitFor();

  const rows = await server.database.rows<{ role: string }>(
    "select role from audit_events where action = 'alert_acknowledge' and outcome = 'success'",
  );
  expect(rows).toEqual([{ role: 'nurse' }]);
  expect(await doctor.evaluate('document.cookie')).toBe('');
});

test('killed with its database, the server comes back with everything acknowledged, and the page by itself', async () => {
  const page = await newPerson(browser);
  await signIn(page, server.address, 'nurse@demo.local', PASSWORD);
  await page.getByText('Acknowledged, Ingrid Halvorsen').first().waitFor();
  const alerts = () => server.database.rows('select alert_ref, status, version from alerts order by raised_at');
  const before = await alerts();

  await server.kill();
  await page.getByText('Link lost').first().waitFor({ timeout: 30_000 });
  await server.startAgain();
  expect(await alerts()).toEqual(before);
  const watch = await Watch.of(server.address, 'patient@demo.local', PASSWORD);
  await watch.measure('after-the-crash', 83);
  // Without a reload: the page found its way back and missed nothing.
  await page.getByText('2 times').first().waitFor({ timeout: 60_000 });
});
