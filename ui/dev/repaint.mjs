// B7: how long a bed freed elsewhere takes to repaint, from the moment its event reaches the page to the painted frame.
// Needs `npm run dev -- --mode mock`. node dev/repaint.mjs [times] [base address]
import { chromium } from 'playwright-core';

const [times = '20', base = 'http://localhost:5173'] = process.argv.slice(2);
const BUDGET_MS = 100;
const id = (n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
// The page's own reader is watched, so that the clock starts when the event is there and not when it was sent.
await page.addInitScript(() => {
  window.heard = null;
  const decode = TextDecoder.prototype.decode;
  TextDecoder.prototype.decode = function (...bytes) {
    const text = decode.apply(this, bytes);
    if (text.includes('board_changed')) window.heard = performance.now();
    return text;
  };
  const Source = window.EventSource;
  window.EventSource = class extends Source {
    constructor(...args) {
      super(...args);
      this.addEventListener('board_changed', () => (window.heard = performance.now()));
    }
  };
});
await page.context().request.post(`${base}/mock/sign-in`, { data: { role: 'nurse' } });

for (const [ward, beds, bed, label] of [
  [13, 6, 300, 'A1'],
  [11, 40, 104, 'A5'],
  [12, 60, 204, 'A5'],
]) {
  await page.goto(`${base}/#/board?ward=${id(ward)}`);
  await page.waitForSelector(`[data-testid="bed-card-${label}"]`);
  const took = [];
  for (let n = 0; n < Number(times); n += 1) {
    const state = n % 2 === 0 ? 'closed' : 'free';
    // Watching has begun before anything is changed.
    await page.evaluate(
      ([name, wanted]) => {
        window.painted = new Promise((resolve) => {
          window.heard = null;
          const look = () => {
            const card = document.querySelector(`[data-testid="bed-card-${name}"]`);
            if (card?.dataset.empty !== wanted) return;
            watcher.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - window.heard), 0));
          };
          const watcher = new MutationObserver(look);
          watcher.observe(document.body, { subtree: true, childList: true, attributes: true });
        });
      },
      [label, state],
    );
    await page.context().request.patch(`${base}/api/hospitals/${id(1)}/beds/${id(bed)}`, {
      data: state === 'closed' ? { state, state_reason: 'bench' } : { state: 'in_service' },
    });
    took.push(await page.evaluate(() => window.painted));
  }
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))].toFixed(0);
  const verdict = Number(at(0.95)) <= BUDGET_MS ? 'within' : 'OVER';
  console.log(`${beds} beds: median ${at(0.5)} ms, 95th ${at(0.95)} ms, ${verdict} ${BUDGET_MS} ms`);
}
await browser.close();
