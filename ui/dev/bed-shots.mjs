// Pictures of the board and its panels from `npm run dev -- --mode mock`, to look at beside the designs.
// node dev/bed-shots.mjs OUT_DIR [name-filter] [base address]
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const [out = '/tmp/shots', filter = '', base = 'http://localhost:5173'] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const sizes = { small: [1280, 800], wide: [1440, 900], large: [1920, 1080] };

async function shot(name, { size = 'small', scheme = 'light', path = '', role = 'nurse', act, dir = 'ltr' }) {
  if (!name.includes(filter)) return;
  const [width, height] = sizes[size];
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log(name, 'pageerror', error.message));
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log(name, m.type(), m.text()));
  await context.request.post(`${base}/mock/sign-in`, { data: { role } });
  await page.goto(`${base}/#/board${path}`);
  await page.waitForSelector('[data-bed-card]');
  if (dir === 'rtl') await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await page.waitForTimeout(400);
  if (act) await act(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${out}/${name}.png` });
  await context.close();
}

const id = (n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [forty, sixty, six] = [11, 12, 13].map((n) => `?ward=${id(n)}`);
const patient = (n) => `&patient=${id(1000 + n)}`;

await shot('board-40-small', { path: forty });
await shot('board-40-large', { path: forty, size: 'large', scheme: 'dark' });
await shot('board-60-small', { path: sixty });
await shot('board-60-large', { path: sixty, size: 'large', scheme: 'dark' });
await shot('board-6-large', { path: six, size: 'large' });
await shot('board-all-large', { path: '?ward=all', size: 'large' });
await shot('board-rtl', { path: forty, size: 'wide', dir: 'rtl' });
for (const [size, scheme] of [
  ['small', 'light'],
  ['large', 'dark'],
  ['wide', 'light'],
]) {
  await shot(`transfer-${size}-${scheme}`, {
    path: `${forty}&panel=transfer${patient(5)}`,
    size,
    scheme,
    act: (page) => page.keyboard.press('1'),
  });
}
await shot('transfer-swap', {
  path: `${forty}&panel=transfer${patient(5)}`,
  size: 'wide',
  act: (page) => page.getByTestId('bed-card-A3').click(),
});
await shot('transfer-away', {
  path: `${forty}&panel=transfer${patient(5)}`,
  act: async (page) => {
    await page.getByRole('button', { name: 'Away, no bed' }).click();
    await page.getByRole('button', { name: 'Theatre', exact: true }).click();
  },
});
await shot('transfer-60-dense', { path: `${sixty}&panel=transfer${patient(9)}` });
await shot('transfer-rtl', { path: `${forty}&panel=transfer${patient(9)}`, size: 'wide', dir: 'rtl' });
await shot('patient-panel', { path: `${forty}${patient(33)}`, size: 'wide' });
await shot('admit-find', {
  path: `${forty}&panel=admit`,
  act: (page) => page.getByLabel('Name, birth date, code or phone').fill('batz'),
});
await shot('admit-form', {
  path: `${forty}&admit=00000000-0000-7000-8000-000000001014`,
  act: (page) => page.keyboard.press('2'),
});
await shot('admit-form-dark', {
  path: `${forty}&admit=00000000-0000-7000-8000-000000001014`,
  scheme: 'dark',
  size: 'large',
});
await shot('admit-already', { path: `${forty}&panel=admit${patient(8)}` });
await shot('discharge', { path: `${forty}&panel=discharge${patient(9)}` });
await shot('plan', { path: `${forty}&panel=plan${patient(4)}` });
await shot('cancel', { path: `${forty}&panel=cancel${patient(4)}` });
await shot('send', { path: `${forty}&panel=send${patient(4)}` });
await shot('bed-cleaning', { path: `${forty}&panel=bed&bed=${id(131)}` });
await shot('bed-reserved', { path: `${forty}&panel=bed&bed=${id(138)}` });
await shot('bed-admin', { path: `${forty}&panel=bed&bed=${id(103)}`, role: 'admin', size: 'wide' });
await shot('reserve', { path: `${forty}&panel=reserve&bed=${id(103)}${patient(9)}` });
await shot('transfers', { path: `${forty}&panel=transfers` });
await browser.close();
