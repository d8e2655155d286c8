import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Desk } from './src/desk.ts';
import { until } from './src/processes.ts';
import { Server } from './src/server.ts';
import { Station } from './src/station.ts';
import { type Alert, Caller, Watch } from './src/watch.ts';

const PASSWORD = 'made-up demo password';
const NURSE = 'Ingrid Halvorsen';
const NAME = 'Ward 1 desk';

let desk: Desk;
let server: Server;
let station: Station;

beforeAll(async () => {
  server = await Server.start(PASSWORD);
  desk = await Desk.open('remote');
  station = await Station.start(desk, { password: PASSWORD });
});
afterAll(async () => {
  await station?.close();
  await desk?.close();
  await server?.stop();
});
afterEach(() => {
  onTestFailed(() => {
    desk.screenshot('remote-failed');
    desk.keepLogs('remote-failed');
  });
});

/** What was done at this station about alerts, as the server's record has it. */
function recorded() {
  return server.database.rows<{ action: string; role: string; address: string }>(
    `select a.action, a.role, a.address::text
       from audit_events a join workstations w on w.id = a.workstation_id
      where w.name = $1 and a.outcome = 'success' order by a.at`,
    NAME,
  );
}

test('a station joins a hospital that runs on a server, with the code of an administrator', async () => {
  await station.main.shows('How do you want to start?', 60);
  await station.main.click('Connect to a server');
  await station.main.fill('Server address', server.address);
  await station.main.click('Check the server');
  await station.main.shows('answered in');
  await station.main.shows('Demo hospital, made-up people');
  await station.main.click('Continue');
  await station.main.fill('Enrolment code', 'WRONG-CODE');
  await station.main.fill('Name of the station', NAME);
  await station.main.click('Enrol this station');
  await station.main.shows('That did not work');
  const code = /enrol another station with (\S+)/.exec(server.said())?.[1];
  if (code === undefined) throw new Error('the server told no enrolment code');
  await station.main.fill('Enrolment code', code, 'anew');
  await station.main.click('Enrol this station');
  await station.main.shows('Sign in', 30);
  const [row] = await server.database.rows<{ kind: string }>('select kind from workstations where name = $1', NAME);
  expect(row?.kind).toBe('nurse_station');
});

test('the same window works against the server: board, alert within a second, answer by keyboard', async () => {
  await station.signIn('nurse@demo.local', PASSWORD);
  await station.main.shows('Weimann', 30);
  const watch = await Watch.of(server.address, 'patient@demo.local', PASSWORD);
  await watch.measure('remote-1', 84);
  const answered = Date.now();
  await until('the alert window stands on the screen', () => station.alert.isVisible(), 10);
  console.log(`alert window visible ${Date.now() - answered} ms after the POST was answered`);
  await station.alert.shows('Weimann');
  expect((await desk.nextNotification()).stays).toBe(true);
  await until('the chord has acknowledged it', async () => {
    desk.press('alt+a');
    return !(await station.alert.isVisible());
  });
  await station.main.shows(`Acknowledged, ${NURSE}`);
  expect((await recorded()).map((row) => `${row.role} ${row.action}`)).toContain('nurse alert_acknowledge');
});

test('while the server is away nothing pretends to be live; when it is back the missed alert is on the screen', async () => {
  const doctor = await Caller.signIn(server.address, 'doctor@demo.local', PASSWORD);
  const [answered] = await doctor.ask<Alert[]>('GET', '/api/emergency/alerts?active_only=true');
  await doctor.ask('PATCH', `/api/emergency/alerts/${answered?.alert_id}/resolve`, { resolution_notes: 'Seen' });
  await server.kill();
  await station.main.shows('Link lost', 40);
  await station.main.shows('nothing can be saved');
  await server.startAgain();
  // Raised before the station may have found its way back: the log replays it.
  const watch = await Watch.of(server.address, 'patient@demo.local', PASSWORD);
  await watch.measure('remote-2', 79);
  await until('the alert window stands on the screen', () => station.alert.isVisible(), 60);
  await station.alert.shows('79');
  await until('the board is live again', async () => !(await station.main.text()).includes('Link lost'), 60);
  await until('the chord has acknowledged it', async () => {
    desk.press('alt+a');
    return !(await station.alert.isVisible());
  });
  const rows = await server.database.rows<{ status: string }>("select status from alerts where status = 'open'");
  expect(rows).toEqual([]);
});
