import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { barriers, focused } from './src/accessibility.ts';
import { openBrowser, signIn } from './src/browser.ts';
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
    for (const [index, page] of pages.entries()) await page.screenshot({ path: `artifacts/accessibility-${index}.png` });
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

interface Place {
  readonly path: string;
  /** What stands there once it has loaded. */
  readonly there: string | RegExp;
  /** What is opened on it. */
  readonly open?: (page: Page) => Promise<void>;
}

async function person(role: string, window = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ viewport: window, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await signIn(page, server.address, `${role}@demo.local`, PASSWORD);
  await page.getByRole('navigation').first().waitFor();
  return page;
}

async function patient(name: string): Promise<string> {
  const [row] = await server.database.rows<{ id: string }>(
    `select id::text from patients where family_name = '${name}' order by created_at limit 1`,
  );
  if (row === undefined) throw new Error(`nobody is called ${name}`);
  return row.id;
}

/** Goes to each place, in light everything is looked at, in dark the colours: the rest is the same page. */
async function barriersAt(page: Page, places: readonly Place[]): Promise<string[]> {
  const found: string[] = [];
  for (const { path, there, open } of places) {
    await page.evaluate((hash) => (window.location.hash = hash), path);
    await page.getByText(there).first().waitFor();
    await open?.(page);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForFunction((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, scheme);
      const wrong = await barriers(page, scheme === 'light' ? 'everything' : 'contrast');
      found.push(...wrong.map((what) => `${path} ${scheme}: ${what}`));
    }
    await page.keyboard.press('Escape');
  }
  return found;
}

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
};
const pressFor =
  (name: string | RegExp, dialog: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await press(name)(page);
    await page.getByRole('dialog', { name: dialog }).waitFor();
  };

test('nobody is shut out before signing in', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(server.address);
  await page.getByText('Ingrid Halvorsen').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await barriers(page, 'everything')).toEqual([]);
  }
});

test('a nurse is shut out of no screen, panel or dialog, light or dark', async () => {
  const page = await person('nurse');
  const [considine, weimann] = [await patient('Considine'), await patient('Weimann')];
  const chart = (tab: string, there: string | RegExp, open?: Place['open']): Place => ({
    path: `#/patients/${considine}?tab=${tab}`,
    there,
    ...(open === undefined ? {} : { open }),
  });
  const panel = (name: string, there: string | RegExp): Place => ({
    path: `#/board?panel=${name}&patient=${considine}`,
    there,
  });
  expect(
    await barriersAt(page, [
      { path: '#/board', there: /^CONSIDINE/i },
      { path: `#/board?patient=${weimann}`, there: 'Open the chart' },
      { path: '#/board?panel=admit', there: 'Whom' },
      panel('transfer', 'To which bed'),
      panel('discharge', 'Where to'),
      panel('plan', 'Expected discharge'),
      panel('cancel', /Mistake/),
      panel('send', 'Send to another hospital'),
      { path: '#/board?ward=all', there: 'All wards', open: async (at) => at.keyboard.press('d') },
      { path: '#/patients', there: 'Register a patient' },
      {
        path: '#/patients',
        there: 'Register a patient',
        open: async (at) => {
          await at.keyboard.press('Control+k');
          await at.getByRole('combobox').last().fill('batz');
          await at.getByRole('option', { name: /BATZ/ }).first().waitFor();
        },
      },
      { path: '#/patients/register', there: 'Already on file?' },
      { path: '#/patients/register?as=unidentified', there: 'Estimated age' },
      chart('overview', 'Latest observations'),
      chart('overview', 'Latest observations', async (at) => {
        await press('More')(at);
        await at.getByRole('menuitem', { name: 'Resuscitation status' }).click();
        await at.getByRole('dialog', { name: /Resuscitation/ }).waitFor();
      }),
      chart('overview', 'Latest observations', async (at) => {
        await press('More')(at);
        await at.getByRole('menuitem', { name: 'Record a death' }).click();
        await at.getByRole('dialog').waitFor();
      }),
      chart('timeline', 'Registered'),
      chart('conditions', 'Add a condition', pressFor('Add a condition', /condition/i)),
      chart('allergies', 'penicillin', pressFor(/^Add/, /allerg/i)),
      chart('contacts', /contact/i),
      chart('admissions', /Admitted/),
      chart('identity', /NHS|Address|Surname/),
      { path: '#/doctors', there: 'Dr Amara Obi' },
      { path: '#/statistics', there: 'Occupancy by ward' },
      { path: '#/alerts', there: 'Open alerts' },
      { path: '#/station', there: 'Theme' },
    ]),
  ).toEqual([]);
});

test('an alert shuts nobody out: on the board, on its own page, and while it is being closed', async () => {
  const page = await person('nurse');
  const watch = await Watch.of(server.address, 'patient@demo.local', PASSWORD);
  await watch.measure('for-everybody', 84);
  await page.getByText('Waiting for an answer').first().waitFor();
  const [alert] = await server.database.rows<{ ref: string }>('select alert_ref as ref from alerts order by raised_at desc limit 1');
  const path = `#/alerts/${alert?.ref ?? ''}`;
  expect(
    await barriersAt(page, [
      { path: '#/board', there: 'Waiting for an answer' },
      { path: '#/board', there: 'Waiting for an answer', open: async (at) => at.keyboard.press('F9') },
      { path: '#/alerts', there: 'Waiting for an answer' },
      { path, there: 'Receipts' },
      {
        path,
        there: 'Receipts',
        open: async (at) => {
          await at.keyboard.press('F8');
          await at.getByRole('dialog').waitFor();
        },
      },
    ]),
  ).toEqual([]);
});

test('an administrator and a patient are shut out of none of theirs', async () => {
  const admin = await person('admin');
  expect(
    await barriersAt(admin, [
      { path: '#/stations', there: 'Stations' },
      { path: '#/hospital', there: 'Departments', open: (at) => at.getByRole('tab', { name: 'Departments' }).click() },
      { path: '#/hospital', there: 'Details', open: (at) => at.getByRole('tab', { name: 'Details' }).click() },
      { path: '#/doctors', there: 'Dr Amara Obi', open: pressFor('Take up a doctor', /doctor/i) },
      { path: '#/hospital', there: 'Add beds', open: pressFor(/^Add beds/, /bed/i) },
    ]),
  ).toEqual([]);
  const own = await person('patient');
  expect(await barriersAt(own, [{ path: '#/record', there: 'My record' }])).toEqual([]);
});

test('the keyboard alone goes round the board, always seen, and a dialog gives it back', async () => {
  const page = await person('nurse');
  await page.getByText(/^CONSIDINE/i).first().waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const stops = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (now.path === 'body' && stops.length > 0) break;
    stops.push(now);
  }
  expect(stops.filter((stop) => !stop.seen)).toEqual([]);
  // It came round: no stop holds it, and the beds are one stop of their own.
  expect(new Set(stops.map((stop) => stop.path)).size).toBe(stops.length);
  expect(stops.length).toBeGreaterThan(12);
  expect(stops.filter((stop) => /^Bed /.test(stop.name))).toHaveLength(1);

  const opener = page.getByRole('button', { name: /^Admit/ }).first();
  await opener.focus();
  await page.keyboard.press('F1');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction((element) => element === document.activeElement, await opener.elementHandle());

  // The first stop of every screen leads past the bars, and the screen stays.
  await page.getByRole('link', { name: 'To the content' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'main');
  expect(new URL(page.url()).hash).toMatch(/^#\/board/);
});

test('text at 200 % can be used: nothing runs out of the window, and a discharge can be reached', async () => {
  const page = await person('nurse', { width: 640, height: 400 });
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.getByText(/^CONSIDINE/i).first().waitFor();
  expect(await sideways()).toBeLessThanOrEqual(0);
  for (const name of ['Sign out', /^Admit/]) {
    const box = await page.getByRole('button', { name }).first().boundingBox();
    expect(box, String(name)).not.toBeNull();
    expect((box?.x ?? 0) + (box?.width ?? 0), String(name)).toBeLessThanOrEqual(640);
  }
  await page.evaluate((hash) => (window.location.hash = hash), `#/board?panel=discharge&patient=${await patient('Considine')}`);
  await page.getByRole('radio', { name: 'Home' }).check();
  const save = page.getByRole('button', { name: /^Discharge CONSIDINE/ });
  await save.scrollIntoViewIfNeeded();
  const box = await save.boundingBox();
  expect(box === null ? null : box.x >= 0 && box.x + box.width <= 640 && box.y + box.height <= 400).toBe(true);
  expect(await sideways()).toBeLessThanOrEqual(0);
});
