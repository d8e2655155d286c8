import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { newPerson, openBrowser, signIn } from './src/browser.ts';
import { Desk } from './src/desk.ts';
import { until } from './src/processes.ts';
import type { Station } from './src/station.ts';
import {
  bedOf,
  bedRow,
  cardSays,
  colleague,
  expectRecorded,
  openDemoStation,
  partOf,
  partSays,
  PASSWORD,
  patientId,
  recorded,
  register,
  stepTo,
} from './src/ward.ts';

let desk: Desk;
let station: Station;
let browser: Browser;
/** What a second person sees of the same ward, at another computer. */
let other: Page;

beforeAll(async () => {
  desk = await Desk.open('ward-day-beds');
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
    desk.screenshot('ward-day-beds-failed');
    desk.keepLogs('ward-day-beds-failed');
  });
});

/** What the second person sees on the card of a bed, as soon as it says this. */
async function otherSees(label: string, words: string): Promise<void> {
  await other.getByTestId(`bed-card-${label}`).filter({ hasText: words }).waitFor();
}

/** Saves as a person does who does not let go of the keyboard, and waits for the window to say what is now so. */
async function confirm(said: string): Promise<void> {
  desk.press('ctrl+Return');
  await station.main.shows(said);
}

test('a patient is admitted into a free bed without the mouse: A, a few letters, the bed, Ctrl Enter', async () => {
  const frontDesk = await colleague(station, 'nurse');
  const id = await register(frontDesk, {
    family_name: 'Novák',
    given_name: 'Jiří',
    date_of_birth: '1971-05-09',
    gender: 'male',
  });
  desk.press('a');
  await station.main.shows('Admit a patient');
  desk.type('novak');
  await partSays(station, 'side-panel', 'NOVÁK', '09-May-1971');
  desk.press('Return');
  await partSays(station, 'patient-guard', 'NOVÁK, Jiří', '09-May-1971');
  desk.press('b');
  desk.type('a4');
  desk.press('Return');
  await until('A4 is chosen', () =>
    station.main.run<boolean>(
      'return document.querySelector(\'[data-testid="bed-option-A4"]\')?.getAttribute("aria-checked") === "true"',
    ),
  );
  await station.main.fill('Reason for the stay', 'Pneumonia');
  await station.picture(station.main, 'admit');
  expect(await bedOf(station.database, 'Novák')).toBeUndefined();
  await confirm('NOVÁK, Jiří admitted to A4');
  await cardSays(station, 'A4', 'NOVÁK');
  await otherSees('A4', 'NOVÁK');

  expect(await bedOf(station.database, 'Novák')).toBe('A4');
  const [stay] = await station.database.rows<{ reason: string; treatment_type: string }>(
    'select reason, treatment_type from admissions where patient_id = $1',
    id,
  );
  expect(stay).toEqual({ reason: 'Pneumonia', treatment_type: 'inpatient' });
  await expectRecorded(station.database, 'admit', 'admission', { role: 'nurse', about: [id] });
});

test('a bed far down the list is reached by its name, and the patient moves there', async () => {
  await stepTo(station, 'B4');
  desk.press('t');
  await station.main.shows('To which bed');
  desk.press('b');
  desk.type('c3');
  desk.press('Return');
  await partSays(station, 'moves', 'CONSIDINE, Alden', '09-Jun-1949', 'B4', 'C3');
  await station.picture(station.main, 'transfer');
  await confirm('CONSIDINE, Alden (Mr) is now in C3');
  await cardSays(station, 'C3', 'CONSIDINE');
  await cardSays(station, 'B4', 'Cleaning');
  await otherSees('C3', 'CONSIDINE');
  await otherSees('B4', 'Cleaning');

  expect(await bedOf(station.database, 'Considine')).toBe('C3');
  expect(await bedRow(station.database, 'B4')).toMatchObject({ service_state: 'cleaning' });
  const about = [await patientId(station.database, 'Considine')];
  await expectRecorded(station.database, 'transfer', 'admission', { role: 'nurse', about });
});

test('two patients swap beds, and both names with both ways stand there before it is done', async () => {
  await stepTo(station, 'A1');
  desk.press('t');
  await station.main.shows('To which bed');
  desk.press('b');
  desk.type('a2');
  desk.press('Return');
  await partSays(station, 'moves', '2 patients move', 'PORTILLO, Adán', 'MERRIWEATHER, Evangeline');
  await station.picture(station.main, 'swap');
  expect(await bedOf(station.database, 'Portillo')).toBe('A1');
  await confirm('is now in A2');
  await cardSays(station, 'A2', 'PORTILLO');
  await cardSays(station, 'A1', 'MERRIWEATHER');
  await otherSees('A2', 'PORTILLO');
  await otherSees('A1', 'MERRIWEATHER');

  expect(await bedOf(station.database, 'Portillo')).toBe('A2');
  expect(await bedOf(station.database, 'Merriweather')).toBe('A1');
  // Nobody left a bed empty, so none of them went to cleaning.
  expect(await bedRow(station.database, 'A1')).toMatchObject({ service_state: 'in_service' });
  const about = [
    await patientId(station.database, 'Portillo'),
    await patientId(station.database, 'Merriweather'),
  ];
  await expectRecorded(station.database, 'transfer', 'admission', { role: 'nurse', about });
});

test('a bed that has been cleaned is free again, for everybody', async () => {
  await cardSays(station, 'D3', 'Cleaning');
  await stepTo(station, 'D3');
  desk.press('Return');
  await partSays(station, 'side-panel', 'Bed D3', 'Cleaning');
  await station.picture(station.main, 'bed-cleaning');
  await confirm('Bed D3 is now: Free');
  await cardSays(station, 'D3', 'Free');
  await otherSees('D3', 'Free');
  expect(await bedRow(station.database, 'D3')).toMatchObject({ service_state: 'in_service' });
  await expectRecorded(station.database, 'update', 'bed', { role: 'nurse', about: [] });
});

test('a bed is closed with its reason, nobody is offered it, and it is opened again', async () => {
  await stepTo(station, 'D3');
  desk.press('Return');
  await partSays(station, 'side-panel', 'Bed D3', 'Change to');
  await station.main.click('Closed');
  await station.main.shows('Say why it is closed');
  await station.main.fill('Why it is closed', 'Call bell broken');
  await station.picture(station.main, 'bed-close');
  await confirm('Bed D3 is now: Closed');
  await cardSays(station, 'D3', 'Call bell broken');
  await otherSees('D3', 'Call bell broken');
  expect(await bedRow(station.database, 'D3')).toMatchObject({
    service_state: 'closed',
    state_reason: 'Call bell broken',
  });
  await stepTo(station, 'A3');
  desk.press('t');
  await station.main.shows('To which bed');
  expect(
    await station.main.run<boolean>('return document.querySelector(\'[data-testid="bed-option-D3"]\').disabled'),
  ).toBe(true);
  desk.press('Escape');
  await stepTo(station, 'D3');
  desk.press('Return');
  await partSays(station, 'side-panel', 'Bed D3', 'Open again');
  await confirm('Bed D3 is now: Free');
  await cardSays(station, 'D3', 'Free');
  await otherSees('D3', 'Free');
  expect(await bedRow(station.database, 'D3')).toMatchObject({ service_state: 'in_service', state_reason: null });
  expect((await recorded(station.database, 'update', 'bed')).slice(0, 3).map((event) => event.role)).toEqual([
    'nurse',
    'nurse',
    'nurse',
  ]);
});

test('a bed is reserved for somebody, everybody sees until when, and another patient gets it only with a reason', async () => {
  const frontDesk = await colleague(station, 'nurse');
  const kept = await register(frontDesk, {
    family_name: 'Ferreira',
    given_name: 'Inês',
    date_of_birth: '1990-02-28',
    gender: 'female',
  });
  await register(frontDesk, {
    family_name: 'Bakker',
    given_name: 'Sanne',
    date_of_birth: '1966-10-03',
    gender: 'female',
  });
  await stepTo(station, 'D3');
  desk.press('Return');
  await partSays(station, 'side-panel', 'Bed D3', 'Reserve');
  await station.main.click('Reserve');
  await partSays(station, 'side-panel', 'Reserve D3');
  await station.main.click('2 h');
  await station.main.fill('Name, birth date', 'ferreira');
  await station.main.click('FERREIRA');
  await partSays(station, 'side-panel', 'Reserve D3 for FERREIRA, Inês');
  await station.picture(station.main, 'reserve');
  await confirm('D3 reserved until');
  await cardSays(station, 'D3', 'FERREIRA');
  await otherSees('D3', 'FERREIRA');
  const [kind] = await station.database.rows<{ patient_id: string; hours: number }>(
    `select patient_id, round(extract(epoch from upper(during) - now()) / 3600)::int as hours
       from bed_reservations where bed_id = $1 and upper(during) > now()`,
    (await bedRow(station.database, 'D3')).id,
  );
  expect(kind).toEqual({ patient_id: kept, hours: 2 });
  await expectRecorded(station.database, 'create', 'bed_reservation', { role: 'nurse', about: [kept] });

  // A colleague's screen would send the same; the server refuses whatever the screen allowed.
  const doctor = await colleague(station, 'doctor');
  const me = await doctor.ask<{ hospital: { id: string } }>('GET', '/api/auth/me');
  const bakker = await patientId(station.database, 'Bakker');
  const admission = `/api/hospitals/${me.hospital.id}/patients/${bakker}/admit`;
  const d3 = (await bedRow(station.database, 'D3')).id;
  await expect(doctor.ask('POST', admission, { bed_id: d3 })).rejects.toThrow('kept for somebody else');
  expect(await bedOf(station.database, 'Bakker')).toBeUndefined();

  desk.press('a');
  await station.main.shows('Admit a patient');
  desk.type('bakker');
  await partSays(station, 'side-panel', 'BAKKER');
  desk.press('Return');
  await partSays(station, 'patient-guard', 'BAKKER, Sanne');
  desk.press('b');
  desk.type('d3');
  desk.press('Return');
  await station.main.shows('This bed needs a reason');
  await station.picture(station.main, 'admit-reserved');
  desk.press('ctrl+Return');
  expect(await bedOf(station.database, 'Bakker')).toBeUndefined();
  await station.main.fill('Why this bed all the same', 'No other bed for her tonight');
  await confirm('BAKKER, Sanne admitted to D3');
  expect(await bedOf(station.database, 'Bakker')).toBe('D3');
  const event = await expectRecorded(station.database, 'admit', 'admission', { role: 'nurse', about: [bakker] });
  expect(event.detail).toMatchObject({ overridden: ['reserved'] });
});

test('whoever is second for a bed is told what stands now, offered what is free, and loses nothing that was typed', async () => {
  const doctor = await colleague(station, 'doctor');
  const me = await doctor.ask<{ hospital: { id: string } }>('GET', '/api/auth/me');
  const lindqvist = await register(doctor, {
    family_name: 'Lindqvist',
    given_name: 'Åsa',
    date_of_birth: '1958-08-08',
    gender: 'female',
  });
  // B4 was left when somebody moved, and has been cleaned meanwhile.
  const b4 = await bedRow(station.database, 'B4');
  await doctor.ask('PATCH', `/api/hospitals/${me.hospital.id}/beds/${b4.id}`, {
    version: b4.version,
    state: 'in_service',
  });
  await cardSays(station, 'B4', 'Free');
  desk.press('a');
  await station.main.shows('Admit a patient');
  desk.type('ferreira');
  await partSays(station, 'side-panel', 'FERREIRA');
  desk.press('Return');
  await partSays(station, 'patient-guard', 'FERREIRA, Inês');
  await station.main.fill('Reason for the stay', 'Observation after a faint, lives alone');
  await station.main.click('B4');
  await station.main.shows('Admit FERREIRA, Inês to B4');
  await doctor.ask('POST', `/api/hospitals/${me.hospital.id}/patients/${lindqvist}/admit`, { bed_id: b4.id });
  await station.main.shows('B4 has changed');
  await station.main.shows('Bed B4 is now: Occupied, LINDQVIST, Åsa');
  await cardSays(station, 'B4', 'LINDQVIST');
  await station.picture(station.main, 'bed-taken');
  const typed = await station.main.run<string>(
    'return [...document.querySelectorAll("[data-testid=side-panel] textarea")].map((field) => field.value).join()',
  );
  expect(typed).toContain('Observation after a faint, lives alone');
  expect(await bedOf(station.database, 'Ferreira')).toBeUndefined();
  expect(await bedOf(station.database, 'Lindqvist')).toBe('B4');
  expect(await partOf(station, 'patient-guard')).toContain('FERREIRA');
});

test('an admission made by mistake is taken back with its reason, and the bed is as free as it was', async () => {
  desk.press('Escape');
  await station.main.shows('Leave without saving?');
  await station.main.click('Leave and throw it away');
  await stepTo(station, 'B4');
  desk.press('Return');
  await partSays(station, 'patient-panel', 'LINDQVIST, Åsa');
  await station.main.click('Mistake');
  await station.main.shows('Say what went wrong');
  await station.main.fill('What went wrong', 'Wrong patient chosen: it was to be Ferreira');
  await station.picture(station.main, 'cancel-admission');
  await confirm('Admission of LINDQVIST, Åsa cancelled');
  await cardSays(station, 'B4', 'Free');
  await otherSees('B4', 'Free');
  expect(await bedOf(station.database, 'Lindqvist')).toBeUndefined();
  const id = await patientId(station.database, 'Lindqvist');
  const [stay] = await station.database.rows<{ cancel_reason: string; disposition: string | null; ended: boolean }>(
    `select cancel_reason, disposition, discharged_at is not null and cancelled_at is not null as ended
       from admissions where patient_id = $1`,
    id,
  );
  expect(stay).toEqual({
    cancel_reason: 'Wrong patient chosen: it was to be Ferreira',
    disposition: null,
    ended: true,
  });
  await expectRecorded(station.database, 'admission_cancel', 'admission', { role: 'nurse', about: [id] });
});

test('a patient goes home: where to is always said, the stay ends with its summary, and the bed wants cleaning', async () => {
  await stepTo(station, 'A5');
  desk.press('Return');
  await partSays(station, 'patient-panel', 'THORNE, Chester');
  await station.main.click('Discharge');
  await station.main.shows('Choose where they go');
  desk.press('ctrl+Return');
  await station.main.choose('Home');
  await station.main.fill('Summary', 'Troponin negative twice, no pain since Sunday');
  await station.picture(station.main, 'discharge');
  expect(await bedOf(station.database, 'Thorne')).toBe('A5');
  await confirm('THORNE, Chester (Mr) discharged from A5');
  await cardSays(station, 'A5', 'Cleaning');
  await otherSees('A5', 'Cleaning');
  expect(await bedOf(station.database, 'Thorne')).toBeUndefined();
  const id = await patientId(station.database, 'Thorne');
  const [stay] = await station.database.rows<{ disposition: string; discharge_summary: string; by: string }>(
    `select disposition, discharge_summary, u.full_name as by
       from admissions a join users u on u.id = a.discharged_by where a.patient_id = $1 and a.discharged_at is not null`,
    id,
  );
  expect(stay).toEqual({
    disposition: 'home',
    discharge_summary: 'Troponin negative twice, no pain since Sunday',
    by: 'Ingrid Halvorsen',
  });
  expect(await bedRow(station.database, 'A5')).toMatchObject({ service_state: 'cleaning' });
  const event = await expectRecorded(station.database, 'discharge', 'admission', { role: 'nurse', about: [id] });
  expect(event.detail).toMatchObject({ disposition: 'home', left_open: false });
});

/** The middle of a bed's card in the window. */
function middleOf(label: string): Promise<{ x: number; y: number }> {
  return station.main.run(
    'const box = document.querySelector(`[data-testid="bed-card-${arguments[0]}"]`).getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }',
    label,
  );
}

test('a card dragged onto another with the mouse asks with both names, and moves nobody by itself', async () => {
  await desk.drag('CloudCare', await middleOf('B1'), await middleOf('B6'), () =>
    station.main.run<boolean>('return document.querySelector(\'[data-testid="bed-card-B6"]\').hasAttribute("data-target")'),
  );
  await partSays(station, 'moves', '2 patients move', 'HERMISTON, Delois', 'NIKOLAUS, Rosalind');
  await station.picture(station.main, 'dragged');
  expect(await bedOf(station.database, 'Hermiston')).toBe('B1');
  expect(await bedOf(station.database, 'Nikolaus')).toBe('B6');
  await confirm('is now in B6');
  await cardSays(station, 'B6', 'HERMISTON');
  await otherSees('B1', 'NIKOLAUS');
  expect(await bedOf(station.database, 'Hermiston')).toBe('B6');
  expect(await bedOf(station.database, 'Nikolaus')).toBe('B1');
});

test('a bed of another ward is reserved from the move of a patient', async () => {
  await stepTo(station, 'A3');
  desk.press('t');
  await partSays(station, 'side-panel', 'To which bed', 'Ward 2 Surgery');
  desk.press('b');
  desk.type('f1');
  desk.press('Return');
  await partSays(station, 'moves', 'CONROY, Blair', 'F1, Ward 2 Surgery');
  // Its whole name: beds of the list are "Reserved" too.
  await station.main.run(
    'return [...document.querySelectorAll("[data-testid=side-panel] button")].find((one) => one.innerText.trim() === "Reserve").click()',
  );
  await partSays(station, 'side-panel', 'Reserve F1, Ward 2 Surgery', 'CONROY, Blair');
  await station.main.click('4 h');
  await confirm('F1 reserved until');
  await cardSays(station, 'F1', 'CONROY');
  const conroy = await patientId(station.database, 'Conroy');
  await expectRecorded(station.database, 'create', 'bed_reservation', { role: 'nurse', about: [conroy] });
  expect(await bedOf(station.database, 'Conroy')).toBe('A3');
});
