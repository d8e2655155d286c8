import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { newPerson, openBrowser, signIn } from './src/browser.ts';
import { Desk } from './src/desk.ts';
import { until } from './src/processes.ts';
import type { Station } from './src/station.ts';
import {
  colleague,
  expectRecorded,
  openDemoStation,
  partOf,
  partSays,
  PASSWORD,
  patientId,
  recorded,
} from './src/ward.ts';

let desk: Desk;
let station: Station;
let browser: Browser;
/** A second person, at another computer. */
let other: Page;

beforeAll(async () => {
  desk = await Desk.open('ward-day');
  station = await openDemoStation(desk);
  await station.signIn('nurse@demo.local', PASSWORD);
  await station.main.shows('Weimann', 30);
  browser = await openBrowser();
  other = await newPerson(browser);
  await signIn(other, station.address, 'doctor@demo.local', PASSWORD);
  await other.getByText('Weimann').first().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await station?.close();
  await desk?.close();
});
afterEach(() => {
  onTestFailed(() => {
    desk.screenshot('ward-day-failed');
    desk.keepLogs('ward-day-failed');
  });
});

/** Finds somebody with the keyboard alone and opens the chart that is marked. */
async function find(typed: string, ...expected: string[]): Promise<void> {
  desk.press('ctrl+k');
  await partSays(station, 'find', 'choose');
  desk.type(typed);
  await partSays(station, 'find', ...expected);
  desk.press('Return');
  await partSays(station, 'patient-banner', expected[0] ?? '');
}

/** Goes to one part of the open chart. */
async function openPart(part: string): Promise<void> {
  await station.main.choose(part);
  await until(`the part ${part} is open`, () =>
    station.main.run<boolean>(
      'return [...document.querySelectorAll("main nav a[aria-current]")].some((link) => link.innerText === arguments[0])',
      part,
    ),
  );
}

test('a new patient is registered, once the one who is nearly the same was looked at and answered', async () => {
  const before = await station.database.rows<{ count: string }>('select count(*) from patients');
  desk.press('ctrl+k');
  await partSays(station, 'find', 'choose');
  desk.type('considene');
  await partSays(station, 'find', 'similar spelling', 'CONSIDINE, Alden');
  desk.press('Up');
  desk.press('Return');
  await station.main.shows('as on the document');
  // Surname, given names, past the title, gender by its letter, birth date: as it goes from field to field.
  desk.type('Considene\tAlden\t\tm\t9.6.1949\t');
  await partSays(station, 'duplicates', 'CONSIDINE', 'Alden', 'Has allergies on file');
  await station.main.fill('Phone', '+44 1632 960 777');
  desk.press('alt+2');
  await station.picture(station.main, 'register-duplicate');
  const panel = await partOf(station, 'duplicates');
  if (panel.includes('Very likely')) {
    await station.main.shows('Answer the likely duplicate first');
    desk.press('ctrl+Return');
    expect(await station.database.rows('select 1 from patients where family_name = $1', 'Considene')).toEqual([]);
  }
  await station.main.click('Not the same, say why');
  await station.main.fill('Why is it somebody else?', 'Seen both, his cousin');
  desk.press('Return');
  await partSays(station, 'duplicates', 'Somebody else: Seen both, his cousin');
  desk.press('ctrl+Return');
  await station.main.shows('CONSIDENE, Alden registered, code P');

  const after = await station.database.rows<{ count: string }>('select count(*) from patients');
  expect(Number(after[0]?.count)).toBe(Number(before[0]?.count) + 1);
  const [row] = await station.database.rows<{ born: string; gender: string; allergy_state: string }>(
    "select date_of_birth::text as born, gender, allergy_state from patients where family_name = 'Considene'",
  );
  expect(row).toEqual({ born: '1949-06-09', gender: 'male', allergy_state: 'none_known' });
  await expectRecorded(station.database, 'create', 'patient', {
    role: 'nurse',
    about: [await patientId(station.database, 'Considene')],
  });
  // Saved to be admitted: the board asks to which bed.
  await partSays(station, 'patient-guard', 'CONSIDENE, Alden');
  desk.press('Escape');
});

test('somebody is found by a misspelt name, without accents, by code, by phone and by a birth date as people write it', async () => {
  await find('wiemann', 'WEIMANN, Lakeisha', 'similar spelling');
  const [weimann] = await station.database.rows<{ code: string }>("select code from patients where family_name = 'Weimann'");
  await find('portillo adan', 'PORTILLO, Adán');
  await find(weimann?.code ?? '', 'WEIMANN, Lakeisha');
  await find('01632 960777', 'CONSIDENE, Alden', 'same phone');
  await find('14/6/1982', 'WEIMANN, Lakeisha', '14-Jun-1982');
  await find('1982-06-14', 'WEIMANN, Lakeisha');
  desk.press('ctrl+k');
  await partSays(station, 'find', 'choose');
  desk.type('conroy');
  await partSays(station, 'find', 'CONROY, Blair');
  await station.picture(station.main, 'find');
  desk.press('Escape');
  await until('the search has gone', async () => (await partOf(station, 'find')) === '');
  const searches = await recorded(station.database, 'read', 'patient_search');
  expect(searches[0]).toMatchObject({ role: 'nurse', outcome: 'success' });
  // What was typed may be a name: it is never kept.
  expect(JSON.stringify(searches.map((event) => event.detail))).not.toMatch(/wiemann|portillo|1982/i);
});

test('an allergy is recorded at the bedside, and stands on the banner of everybody who has the chart open', async () => {
  const id = await patientId(station.database, 'Spinka');
  await other.goto(`${station.address}/#/patients/${id}`);
  await other.getByTestId('patient-banner').filter({ hasText: 'No known allergies' }).waitFor();
  await find('spinka', 'SPINKA, Tomás');
  await partSays(station, 'patient-banner', 'No known allergies');
  await openPart('Allergies');
  await station.main.click('Add an allergy');
  await station.main.shows('Substance');
  await station.main.fill('Substance', 'latex');
  // A slip of Esc throws nothing away.
  desk.press('Escape');
  await station.main.shows('Leave without saving?');
  await station.picture(station.main, 'leave-without-saving');
  desk.press('Escape');
  await station.main.fill('Reaction', 'wheals on both hands');
  await station.main.pick('Severity', 'Moderate');
  await station.picture(station.main, 'allergy');
  desk.press('ctrl+Return');
  await station.main.shows('SPINKA, Tomás (Mr): allergies saved');
  await partSays(station, 'patient-banner', 'latex');
  expect((await partOf(station, 'patient-banner')).toLowerCase()).not.toContain('no known allergies');
  await other.getByTestId('patient-banner').filter({ hasText: 'latex' }).waitFor();

  const [row] = await station.database.rows<{ substance: string; reaction: string; severity: string; by: string; allergy_state: string }>(
    `select a.substance, a.reaction, a.severity, u.full_name as by, p.allergy_state
       from allergies a join users u on u.id = a.recorded_by join patients p on p.id = a.patient_id where a.patient_id = $1`,
    id,
  );
  expect(row).toEqual({
    substance: 'latex',
    reaction: 'wheals on both hands',
    severity: 'moderate',
    by: 'Ingrid Halvorsen',
    allergy_state: 'known',
  });
  const event = await expectRecorded(station.database, 'update', 'allergies', { role: 'nurse', about: [id] });
  expect(event.detail).toEqual({ state: 'known', changes: 1 });
});

test('a birth date is corrected; a colleague who saved meanwhile is shown first, and both changes are kept', async () => {
  const id = await patientId(station.database, 'Stokes');
  await find('stokes', 'STOKES, Ignacio');
  await openPart('Identity');
  await station.main.fill('Born', '21.9.1965', 'anew');
  const doctor = await colleague(station, 'doctor');
  const theirs = await doctor.ask<Record<string, unknown>>('GET', `/api/patients/${id}`);
  await doctor.ask('PUT', `/api/patients/${id}`, {
    version: theirs.version,
    family_name: theirs.family_name,
    given_name: theirs.given_name,
    title: theirs.title,
    date_of_birth: theirs.date_of_birth,
    gender: theirs.gender,
    contact: '+44 1632 960 555',
    address: theirs.address,
  });
  desk.press('ctrl+Return');
  await station.main.shows('Somebody saved in the meantime');
  await station.main.shows('not changed by you');
  await station.picture(station.main, 'identity-conflict');
  expect(
    await station.main.run<string>('return [...document.querySelectorAll("main input")].map((one) => one.value).join()'),
  ).toContain('21');
  const born = () =>
    station.database.rows<{ born: string; contact: string }>(
      'select date_of_birth::text as born, contact from patients where id = $1',
      id,
    );
  expect(await born()).toEqual([{ born: '1965-09-12', contact: '+44 1632 960 555' }]);
  await station.main.click('Keep what I entered');
  desk.press('ctrl+Return');
  await station.main.shows('identity saved');
  await partSays(station, 'patient-banner', '21-Sep-1965');
  expect(await born()).toEqual([{ born: '1965-09-21', contact: '+44 1632 960 555' }]);
  const event = await expectRecorded(station.database, 'update', 'patient', { role: 'nurse', about: [id] });
  expect(event.detail).toEqual({ changed: 'date_of_birth' });
  // What stood there before stays on the record.
  expect(
    await station.database.rows(
      'select date_of_birth::text as born from patient_former_birth_dates where patient_id = $1',
      id,
    ),
  ).toEqual([{ born: '1965-09-12' }]);
});

test("a patient's doctors are assigned and ended in the chart, and who it was before stays to be read", async () => {
  const id = await patientId(station.database, 'Spinka');
  await find('spinka', 'SPINKA, Tomás');
  await station.main.click('Assign a doctor');
  await station.main.shows('Choose a doctor first');
  desk.type('mbeki');
  await station.main.shows('surgery');
  desk.press('Return');
  await station.main.shows('Another doctor');
  await station.picture(station.main, 'assign-doctor');
  desk.press('ctrl+Return');
  const row = (over: boolean) =>
    station.main.run<string>(
      `return [...document.querySelectorAll("[data-testid=patient-doctor]${over ? '[data-over]' : ':not([data-over])'}")].map((one) => one.innerText).filter((words) => words.includes("Dr Tendai Mbeki")).join()`,
    );
  await station.main.shows('Dr Tendai Mbeki is now a doctor of SPINKA, Tomás (Mr)');
  await until('the doctor stands there', async () => /Treating[^]*since/.test(await row(false)));
  const treats = () =>
    station.database.rows<{ name: string; kind: string; over: boolean }>(
      `select d.full_name as name, t.relationship_type as kind, t.ended_at is not null as over
         from patient_doctors t join doctors d on d.id = t.doctor_id
        where t.patient_id = $1 and d.full_name = 'Dr Tendai Mbeki'`,
      id,
    );
  expect(await treats()).toEqual([{ name: 'Dr Tendai Mbeki', kind: 'current', over: false }]);
  await expectRecorded(station.database, 'create', 'patient_doctors', { role: 'nurse', about: [id] });

  await station.main.run('document.querySelector(`[aria-label="End Dr Tendai Mbeki"]`).click()');
  await station.main.shows('Dr Tendai Mbeki will no longer be a doctor of SPINKA, Tomás');
  desk.press('ctrl+Return');
  await until('it stands there as past', async () => (await row(true)) !== '' && (await row(false)) === '');
  await station.picture(station.main, 'chart-overview');
  expect(await treats()).toEqual([{ name: 'Dr Tendai Mbeki', kind: 'current', over: true }]);
  await expectRecorded(station.database, 'delete', 'patient_doctors', { role: 'nurse', about: [id] });
});

test("last year's stay is in the chart: when, where, why, how it ended, and in the timeline", async () => {
  const id = await patientId(station.database, 'Koelpin');
  // As an import leaves it: a stay that is over, with the story of it.
  await station.database.rows(
    `with past as (
       insert into admissions (id, patient_id, hospital_id, ward_id, reason, admitted_at, discharged_at, disposition, discharge_summary)
       select gen_random_uuid(), $1, hospital_id, ward_id, 'Appendicitis', now() - interval '400 days', now() - interval '396 days',
              'home', 'Laparoscopic appendicectomy without complications'
         from admissions where patient_id = $1 and discharged_at is null
       returning id, hospital_id, ward_id, patient_id, admitted_at, discharged_at)
     insert into bed_stays (id, admission_id, bed_id, patient_id, during)
     select gen_random_uuid(), past.id, b.id, past.patient_id, tstzrange(past.admitted_at, past.discharged_at)
       from past join beds b on b.ward_id = past.ward_id and b.label = 'A4'`,
    id,
  );
  const [when] = await station.database.rows<{ month: string }>(
    "select to_char(now() - interval '400 days', 'Mon-YYYY') as month",
  );
  await find('koelpin', 'KOELPIN, Hershel');
  await openPart('Admissions');
  await until('both stays stand there', () =>
    station.main.run<boolean>('return document.querySelectorAll("main article").length === 2'),
  );
  const past = 'document.querySelectorAll("main article")[1]';
  expect(await station.main.run<string>(`return ${past}.innerText`)).toContain(when?.month);
  await station.main.run(`${past}.querySelector('button').click()`);
  await station.main.shows('Laparoscopic appendicectomy without complications');
  expect(await station.main.run<string>(`return ${past}.innerText`)).toContain('Appendicitis');
  expect(await station.main.run<string>(`return ${past}.innerText`)).toContain('Home');
  await station.picture(station.main, 'last-year');
  await openPart('Timeline');
  await station.main.shows('Discharged home');
  await station.main.shows('Appendicitis');
  await expectRecorded(station.database, 'read', 'timeline', { role: 'nurse', about: [id] });
});
