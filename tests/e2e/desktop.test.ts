import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { newPerson, openBrowser, signIn } from './src/browser.ts';
import { Desk } from './src/desk.ts';
import { freePort } from './src/ports.ts';
import { until } from './src/processes.ts';
import { Station } from './src/station.ts';
import { type Alert, Caller, Watch } from './src/watch.ts';

const PASSWORD = 'made-up demo password';
const NURSE = 'Ingrid Halvorsen';

let desk: Desk;
let station: Station;

beforeAll(async () => {
  desk = await Desk.open('desktop');
  station = await Station.start(desk, { port: await freePort(), password: PASSWORD });
});
afterAll(async () => {
  await station?.close();
  await desk?.close();
});
afterEach(() => {
  onTestFailed(() => {
    desk.screenshot('desktop-failed');
    desk.keepLogs('desktop-failed');
  });
});

/** What stations have reported about the newest alert. */
async function receipts(): Promise<string[]> {
  const rows = await station.database.rows<{ kind: string }>(
    `select distinct kind from alert_receipts
      where alert_id = (select id from alerts order by raised_at desc limit 1) order by kind`,
  );
  return rows.map((row) => row.kind);
}

test('at the first start a person chooses the demo hospital and sees its sign-in', async () => {
  await station.main.shows('How do you want to start?', 60);
  await station.main.click('Start the demo hospital');
  await station.main.shows('Password of all five', 90);
  await station.main.shows(PASSWORD);
  await station.main.shows('DEMO');
  await station.main.shows('On, '); // the sound device
  await station.main.shows('Available'); // the keychain
  await station.picture(station.main, 'sign-in');
  expect(await station.alert.isVisible()).toBe(false);
});

test('a station where nobody is signed in alarms without a name', async () => {
  const watch = await Watch.of(station.address, 'patient@demo.local', PASSWORD);
  expect(await watch.measure('before-sign-in', 84)).toMatchObject({ synced_count: 1, total_items: 1 });
  await until('the alert window stands on the screen', () => station.alert.isVisible());
  await station.alert.shows('C5');
  const shown = await station.alert.text();
  expect(shown).not.toContain('Weimann');
  expect(shown).not.toContain('Lakeisha');
  const told = await desk.nextNotification();
  expect(told.stays).toBe(true);
  expect(`${told.summary} ${told.body}`).not.toContain('Weimann');
  // Answered by a colleague elsewhere, it leaves the screen.
  const doctor = await Caller.signIn(station.address, 'doctor@demo.local', PASSWORD);
  const [alert] = await doctor.ask<Alert[]>('GET', '/api/emergency/alerts?active_only=true');
  await doctor.ask('PATCH', `/api/emergency/alerts/${alert?.alert_id}/acknowledge`, {});
  await doctor.ask('PATCH', `/api/emergency/alerts/${alert?.alert_id}/resolve`, { resolution_notes: 'Sensor had slipped' });
  await until('the alert window has gone', async () => !(await station.alert.isVisible()));
});

test('the nurse signs in, her patient desaturates, and she acknowledges from the keyboard', async () => {
  await station.signIn('nurse@demo.local', PASSWORD);
  await station.main.shows('Weimann', 30);
  const browser = await openBrowser();
  try {
    const colleague = await newPerson(browser);
    await signIn(colleague, station.address, 'doctor@demo.local', PASSWORD);
    await colleague.getByText('Weimann').first().waitFor();

    const watch = await Watch.of(station.address, 'patient@demo.local', PASSWORD);
    const focused = desk.focusedTitle();
    const ear = desk.listen();
    await watch.measure('at-work', 84);
    const answered = Date.now();
    await until('the alert window stands on the screen', () => station.alert.isVisible(), 10);
    console.log(`alert window visible ${Date.now() - answered} ms after the POST was answered`);
    await station.alert.shows('Weimann');
    await station.alert.shows('84');
    expect(desk.focusedTitle()).toBe(focused);
    const told = await desk.nextNotification();
    expect(told.summary).toBe('Critical alert');
    await until('the alarm is heard', () => ear.peak() > 0.05);
    await until('the station reports that it sounded', async () => (await receipts()).includes('sounded'));
    await ear.end();
    desk.screenshot('screen');
    await station.picture(station.alert, 'alert-window');
    await station.picture(station.main, 'ward-board');
    await colleague.getByText('Waiting for an answer').first().waitFor();

    // The alert window takes no keys: whoever types goes on typing, and the main window hears the chord.
    await until('the chord has acknowledged it', async () => {
      desk.press('alt+a');
      return !(await station.alert.isVisible());
    });
    await station.main.shows(`Acknowledged, ${NURSE}`);
    await colleague.getByText(`Acknowledged, ${NURSE}`).first().waitFor();
  } finally {
    await browser.close();
  }

  const doctor = await Caller.signIn(station.address, 'doctor@demo.local', PASSWORD);
  const open = await doctor.ask<Alert[]>('GET', '/api/emergency/alerts?active_only=true');
  expect(open).toHaveLength(1);
  expect(open[0]).toMatchObject({ status: 'acknowledged', acknowledged: { by: { full_name: NURSE } } });
});

test('everything that was done is on the record: who, from which station, about whom', async () => {
  const [alert] = await station.database.rows<{ id: string; patient_id: string; alert_ref: string }>(
    "select id, patient_id, alert_ref from alerts where status = 'acknowledged'",
  );
  const rows = await station.database.rows<{ action: string; role: string; station: string; subjects: string[] }>(
    `select action, role, w.name as station, subjects
       from audit_events a left join workstations w on w.id = a.workstation_id
      where $1 = any(subjects) and outcome = 'success' order by a.at`,
    alert?.patient_id,
  );
  const actions = rows.map((row) => row.action);
  expect(actions).toContain('wearable_sync');
  expect(actions).toContain('alert_raise');
  const acknowledged = rows.find((row) => row.action === 'alert_acknowledge' && row.role === 'nurse');
  expect(acknowledged?.station).toBeTruthy();
  expect(acknowledged?.subjects).toEqual([alert?.patient_id]);
  expect(await receipts()).toEqual(['displayed', 'received', 'sounded']);
  // What the watch measured is kept sealed: a Fernet token, whose letters may hold any two digits by chance.
  const [record] = await station.database.rows<{ payload: string }>('select payload from wearable_records limit 1');
  expect(record?.payload).toMatch(/^gAAAA[\w-]{80,}=*$/);
});

test('the nurse resolves an alert in the alert window itself, in her own words', async () => {
  const doctor = await Caller.signIn(station.address, 'doctor@demo.local', PASSWORD);
  const [before] = await doctor.ask<Alert[]>('GET', '/api/emergency/alerts?active_only=true');
  await doctor.ask('PATCH', `/api/emergency/alerts/${before?.alert_id}/resolve`, { resolution_notes: 'Seen' });
  const watch = await Watch.of(station.address, 'patient@demo.local', PASSWORD);
  await watch.measure('to-be-resolved', 82);
  await until('the alert window stands on the screen', () => station.alert.isVisible());
  await station.alert.shows('Weimann');
  const focused = desk.focusedTitle();
  expect(focused).toBe('CloudCare');
  await station.alert.click('Resolve…');
  await station.alert.shows('What was found and done');
  // The note is open, and whoever types elsewhere still does.
  expect(desk.focusedTitle()).toBe(focused);

  // With the mouse and the keyboard: only a click of hers gives the window the keys.
  const note = await station.alert.run<{ x: number; y: number }>(
    "const box = document.querySelector('textarea').getBoundingClientRect(); return { x: box.x + 40, y: box.y + 20 }",
  );
  desk.clickIn('CloudCare alert', note);
  await until('the alert window has the keyboard', () => desk.focusedTitle() === 'CloudCare alert');
  desk.type('Sensor had slipped, 97 on the finger');
  await until('her words stand in the note', () =>
    station.alert.run<boolean>("return document.querySelector('textarea').value.endsWith('finger')"));
  await station.picture(station.alert, 'alert-window-note');
  await station.alert.click('Acknowledge');
  await station.alert.shows(`Acknowledged, ${NURSE}`);
  // Answered, it would leave the screen; her note keeps it there.
  expect(await station.alert.isVisible()).toBe(true);
  await station.alert.click('Resolve');
  await until('the alert window has gone', async () => !(await station.alert.isVisible()));
  await until('whoever typed before has the keyboard back', () => desk.focusedTitle() === focused);

  const [closed] = await station.database.rows<{ id: string; status: string; patient_id: string }>(
    'select id, status, patient_id from alerts order by raised_at desc limit 1',
  );
  expect(closed?.status).toBe('resolved');
  const rows = await station.database.rows<{ role: string; station: string; subjects: string[] }>(
    `select role, w.name as station, subjects
       from audit_events a left join workstations w on w.id = a.workstation_id
      where action = 'alert_resolve' and role = 'nurse' and outcome = 'success'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.station).toBeTruthy();
  expect(rows[0]?.subjects).toEqual([closed?.patient_id]);
  const [kept] = await doctor.ask<{ closed?: { notes?: string; by: { full_name: string } } }[]>(
    'GET',
    '/api/emergency/alerts?active_only=false&limit=1',
  );
  expect(kept?.closed).toMatchObject({ notes: 'Sensor had slipped, 97 on the finger', by: { full_name: NURSE } });
});

test('the nurse moves a patient to another bed by the keyboard, and the board shows both beds as they are now', async () => {
  const lies = async () => {
    const [row] = await station.database.rows<{ label: string }>(
      `select b.label from bed_stays s join beds b on b.id = s.bed_id join patients p on p.id = s.patient_id
        where upper_inf(s.during) and p.family_name = 'Considine'`,
    );
    return row?.label;
  };
  expect(await lies()).toBe('B4');
  await station.main.click('CONSIDINE');
  await station.main.shows('Open the chart');
  await station.main.click('Transfer');
  await station.main.shows('To which bed');
  await until('the move is on the record', async () => {
    desk.press('1');
    desk.press('ctrl+Return');
    return (await lies()) === 'A4';
  });
  await station.main.shows('is now in A4');
  // The window goes on living after its panel has closed: the bed that was left is being cleaned.
  await until('the board shows the bed that was left', async () => /B4\s+Cleaning/.test(await station.main.text()));
  const [event] = await station.database.rows<{ count: string }>(
    "select count(*) from audit_events where role = 'nurse' and resource_type = 'admission' and outcome = 'success' and action = 'transfer'",
  );
  expect(Number(event?.count)).toBe(1);
});

test('a page that is loaded anew again and again still hears: no stream of an earlier page is left behind', async () => {
  for (let times = 0; times < 20; times += 1) {
    await station.main.run('window.isOld = true; location.reload()');
    await until('the new page is there', () => station.main.run<boolean>('return window.isOld === undefined'));
    await station.main.shows('Weimann', 60);
  }
  const doctor = await Caller.signIn(station.address, 'doctor@demo.local', PASSWORD);
  for (const alert of await doctor.ask<Alert[]>('GET', '/api/emergency/alerts?active_only=true')) {
    await doctor.ask('PATCH', `/api/emergency/alerts/${alert.alert_id}/false-alarm`, { notes: 'test' });
  }
  const watch = await Watch.of(station.address, 'patient@demo.local', PASSWORD);
  await watch.measure('after-reloads', 83);
  // From the stream, not from a reading: the page was read long before.
  await station.main.shows('Waiting for an answer');
  expect(await station.main.text()).not.toContain('Link lost');
});
