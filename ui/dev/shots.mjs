// Takes pictures of the screens from `npm run dev -- --mode mock` with Debian's Chromium, to look at beside the designs.
// node dev/shots.mjs OUT_DIR [name-filter]
import { mkdir, readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const base = 'http://localhost:5173';
const [out = '/tmp/shots', filter = ''] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const shim = await readFile(new URL('./desktop-shim.js', import.meta.url), 'utf8');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});

const sizes = { small: [1280, 800], wide: [1440, 900], large: [1920, 1080], popup: [560, 360] };

async function shot(
  name,
  {
    size = 'wide',
    path = '/',
    scheme = 'light',
    options = {},
    role = 'nurse',
    act,
    reduced = true,
    desktop = true,
  },
) {
  if (!name.includes(filter)) return;
  const [width, height] = sizes[size];
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: reduced ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log(name, m.type(), m.text()));
  page.on('pageerror', (e) => console.log(name, 'pageerror', e.message));
  await context.request.post(`${base}/mock/sign-in`, { data: { role } });
  if (desktop) await page.addInitScript(`window.__SHIM__ = ${JSON.stringify(options)};\n${shim}`);
  await page.goto(base + path);
  await page.waitForTimeout(700);
  if (act) await act(page);
  await page.waitForTimeout(350);
  await page.screenshot({ path: `${out}/${name}.png` });
  await context.close();
}

const signedIn = { signedIn: true };
const ward = (name) => async (page) => {
  await page.getByRole('button', { name: /^Ward:/ }).click();
  await page.getByRole('menuitem', { name }).click();
};
for (const scheme of ['light', 'dark']) {
  const s = { scheme };
  await shot(`first-run-${scheme}`, { ...s, options: { phase: 'first_run' } });
  await shot(`first-run-server-${scheme}`, {
    ...s,
    size: 'small',
    options: { phase: 'first_run' },
    act: async (p) => {
      await p.keyboard.press('3');
      await p.getByLabel('Server address').fill('https://cloudcare.northgate.example');
      await p.keyboard.press('F5');
    },
  });
  await shot(`first-run-pc-${scheme}`, {
    ...s,
    options: { phase: 'first_run' },
    act: async (p) => {
      await p.keyboard.press('2');
      await p.keyboard.press('Enter');
      await p.waitForTimeout(200);
      await p.keyboard.press('Control+Enter');
    },
  });
  await shot(`first-run-enrol-${scheme}`, {
    ...s,
    options: { phase: 'first_run' },
    act: async (p) => {
      await p.keyboard.press('3');
      await p.getByLabel('Server address').fill('https://cloudcare.northgate.example');
      await p.keyboard.press('F5');
      await p.waitForTimeout(200);
      await p.getByRole('button', { name: 'Continue' }).click();
    },
  });
  await shot(`starting-${scheme}`, {
    ...s,
    options: { phase: 'starting', stage: 'unpacking' },
    act: async (p) => {
      for (const stage of ['initialising', 'starting'])
        await p.evaluate((x) => window.__shimSet({ stage: x }), stage);
    },
  });
  await shot(`failed-${scheme}`, {
    ...s,
    options: {
      phase: 'failed',
      problem: 'Another CloudCare (process 4711) uses this data folder. Close it, then try again.',
    },
  });
  await shot(`sign-in-${scheme}`, { ...s });
  await shot(`sign-in-small-${scheme}`, {
    ...s,
    size: 'small',
    act: async (p) => {
      await p.getByLabel('E-mail').fill('a@b');
      await p.getByLabel('Password', { exact: true }).fill('locked');
      await p.keyboard.press('Enter');
    },
  });
  await shot(`sign-in-browser-${scheme}`, {
    ...s,
    desktop: false,
    act: async (p) => {
      await p.evaluate(() => fetch('/api/auth/logout', { method: 'POST' }));
      await p.reload();
      await p.waitForTimeout(600);
    },
  });
  await shot(`board-${scheme}`, { ...s, options: signedIn });
  await shot(`board-small-${scheme}`, { ...s, size: 'small', options: signedIn });
  await shot(`board-drawer-${scheme}`, {
    ...s,
    size: 'small',
    options: signedIn,
    act: (p) => p.keyboard.press('F9'),
  });
  await shot(`board-large-${scheme}`, { ...s, size: 'large', options: signedIn });
  await shot(`board-dense-${scheme}`, { ...s, options: signedIn, act: ward(/Surgery/) });
  await shot(`board-six-${scheme}`, { ...s, options: signedIn, act: ward(/Assessment/) });
  await shot(`board-patient-${scheme}`, {
    ...s,
    options: signedIn,
    act: async (p) => {
      await p.getByTestId('bed-card-B4').click();
      await p.keyboard.press('Enter');
    },
  });
  await shot(`board-patient-small-${scheme}`, {
    ...s,
    size: 'small',
    options: signedIn,
    act: async (p) => {
      await p.getByTestId('bed-card-B2').click();
      await p.keyboard.press('Enter');
    },
  });
  await shot(`board-lost-${scheme}`, {
    ...s,
    options: signedIn,
    act: async (p) => {
      await p.evaluate(() =>
        window.__shimSet({
          link: {
            state: 'lost',
            since: new Date(Date.now() - 12000).toISOString(),
            last_event_id: 'mock-48209',
            last_ping_at: new Date(Date.now() - 12000).toISOString(),
          },
        }),
      );
    },
  });
  await shot(`board-keys-${scheme}`, { ...s, options: signedIn, act: (p) => p.keyboard.press('F1') });
  await shot(`board-sound-${scheme}`, { ...s, options: { ...signedIn, sound: 'no_device' } });
  await shot(`alerts-${scheme}`, { ...s, options: signedIn, path: '/#/alerts' });
  await shot(`alert-detail-${scheme}`, { ...s, options: signedIn, path: '/#/alerts/A-7710' });
  await shot(`alert-close-${scheme}`, {
    ...s,
    options: signedIn,
    path: '/#/alerts/A-7713',
    act: (p) => p.keyboard.press('F8'),
  });
  await shot(`stations-${scheme}`, { ...s, options: signedIn, role: 'admin', path: '/#/stations' });
  await shot(`station-${scheme}`, { ...s, options: signedIn, path: '/#/station' });
  await shot(`own-record-${scheme}`, { ...s, options: signedIn, role: 'patient' });
  await shot(`popup-${scheme}`, {
    ...s,
    size: 'popup',
    path: '/alert.html',
    options: { ...signedIn, onlyFirst: true },
    act: (p) => p.waitForTimeout(900),
  });
  await shot(`popup-inert-${scheme}`, {
    ...s,
    size: 'popup',
    path: '/alert.html',
    options: { ...signedIn, onlyFirst: true },
    act: async (p) => {
      await p.reload();
      await p.waitForTimeout(150);
    },
  });
  await shot(`popup-stacked-${scheme}`, {
    ...s,
    size: 'popup',
    path: '/alert.html',
    options: signedIn,
    act: (p) => p.waitForTimeout(900),
  });
  await shot(`popup-locked-${scheme}`, {
    ...s,
    size: 'popup',
    path: '/alert.html',
    options: { alertSignedIn: false, onlyFirst: true },
    act: (p) => p.waitForTimeout(900),
  });
  await shot(`popup-locked-stacked-${scheme}`, {
    ...s,
    size: 'popup',
    path: '/alert.html',
    options: { alertSignedIn: false },
    act: (p) => p.waitForTimeout(900),
  });
}
await browser.close();
