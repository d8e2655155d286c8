import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Desk } from './src/desk.ts';
import { freePort } from './src/ports.ts';
import { until } from './src/processes.ts';
import { Station } from './src/station.ts';
import { type Alert, Caller, Watch } from './src/watch.ts';

const PASSWORD = 'made-up demo password';

let desk: Desk;
let station: Station;
let port: number;

beforeAll(async () => {
  desk = await Desk.open('killed');
  port = await freePort();
  station = await Station.start(desk, { port, password: PASSWORD });
  await station.main.shows('How do you want to start?', 60);
  await station.main.click('Start the demo hospital');
  await station.signIn('nurse@demo.local', PASSWORD);
  await station.main.shows('Weimann', 30);
});
afterAll(async () => {
  await station?.close();
  await desk?.close();
});
afterEach(() => {
  onTestFailed(() => {
    desk.screenshot('killed-failed');
    desk.keepLogs('killed-failed');
  });
});

/** Every alert as the database has it. */
function alerts() {
  return station.database.rows<{ alert_ref: string; status: string; occurrences: number }>(
    'select alert_ref, status, occurrences from alerts order by raised_at',
  );
}

test('when the database is killed it comes back by itself, nothing is lost and the next reading is taken', async () => {
  const watch = await Watch.of(station.address, 'patient@demo.local', PASSWORD);
  await watch.measure('before-the-crash', 84);
  await until('the alert window stands on the screen', () => station.alert.isVisible());
  const before = await alerts();
  expect(before).toHaveLength(1);

  const killed = station.database.pid();
  station.database.kill();
  await until('a new database serves', () => {
    const pid = station.database.pid();
    return pid !== undefined && pid !== killed;
  }, 60);
  // The watch tries until it is heard, as a real one does.
  await until('the next reading is taken', async () => {
    const answer = await watch.measure('after-the-crash', 83);
    return answer.synced_count === 1;
  }, 60);
  const after = await until('the repeat is on the record', async () => {
    const rows = await alerts();
    return rows[0]?.occurrences === 2 && rows;
  });
  expect(after).toEqual([{ ...before[0], occurrences: 2 }]);
  expect(await station.alert.isVisible()).toBe(true);
  const [kept] = await station.database.rows<{ count: string }>('select count(*) from wearable_records');
  expect(kept?.count).toBe('2');
});

test('when the desktop is killed the open alert is back on the screen at the next start', async () => {
  const before = await alerts();
  await station.kill();
  desk.screenshot('killed');

  const began = Date.now();
  station = await Station.start(desk, { port, password: PASSWORD });
  await until('the alert window stands on the screen again', () => station.alert.isVisible(), 60);
  console.log(`open alert back on screen ${Date.now() - began} ms after the start`);
  expect(await alerts()).toEqual(before);

  // Signed in by the keychain or by hand, the nurse answers it.
  const doctor = await Caller.signIn(station.address, 'doctor@demo.local', PASSWORD);
  const open = await doctor.ask<Alert[]>('GET', '/api/emergency/alerts?active_only=true');
  expect(open).toMatchObject([{ status: 'active', occurrences: 2 }]);
  await doctor.ask('PATCH', `/api/emergency/alerts/${open[0]?.alert_id}/acknowledge`, {});
  await until('the alert window has gone', async () => !(await station.alert.isVisible()));
});

test('when both are killed at once, what was acknowledged stays acknowledged', async () => {
  const before = await alerts();
  expect(before).toMatchObject([{ status: 'acknowledged' }]);
  station.database.kill();
  await station.kill();
  station = await Station.start(desk, { port, password: PASSWORD });
  await until('the station answers', async () => (await fetch(`${station.address}/api/ready`)).ok, 60);
  expect(await alerts()).toEqual(before);
  expect(await station.alert.isVisible()).toBe(false);
});
