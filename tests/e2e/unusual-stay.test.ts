import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ChartWork } from './src/chart-work.ts';
import { Desk } from './src/desk.ts';
import { until } from './src/processes.ts';
import type { Station } from './src/station.ts';
import { Caller } from './src/watch.ts';
import { bedOf, openDemoStation, PASSWORD, patientId } from './src/ward.ts';

const OTHER = 'Southgate Infirmary';
const NURSE = 'nurse@demo.local';
const THEIR_NURSE = 'nurse@southgate.local';

let desk: Desk;
let station: Station;
let work: ChartWork;

beforeAll(async () => {
  desk = await Desk.open('unusual-stay');
  station = await openDemoStation(desk);
  work = new ChartWork(desk, station, PASSWORD);
  await work.signIn(NURSE);
  await station.main.shows('CONSIDINE', 30);
});
afterAll(async () => {
  await station?.close();
  await desk?.close();
});
afterEach(() => {
  onTestFailed(() => {
    desk.screenshot('unusual-stay-failed');
    desk.keepLogs('unusual-stay-failed');
  });
});

/** What may be done with the open panel: the words of its main button and whether it can be pressed. */
function mainButton(): Promise<{ words: string; can: boolean }> {
  return station.main.run(
    `const button = document.querySelector('aside button[aria-keyshortcuts="Control+Enter"], aside button[data-tone=primary]');
     return { words: button?.innerText ?? '', can: button !== null && !button.disabled }`,
  );
}

async function chooseBed(label: string): Promise<string> {
  const option = `[data-testid="bed-option-${label}"]`;
  await until(`${label} is among the beds`, () => work.has(option));
  await station.main.run('document.querySelector(arguments[0]).click()', option);
  await until(`${label} is chosen`, () => work.has(`${option}[aria-checked=true]`));
  return station.main.run<string>('return document.querySelector(arguments[0]).innerText', option);
}

test('a newborn is registered from the mother’s chart, lies beside her, and both charts show the other', async () => {
  await work.open('Adeyemi');
  const mother = await patientId(station.database, 'Adeyemi');
  await station.main.click('Register a newborn');
  await station.main.click('This is the mother');
  await station.main.shows('Newborn of');
  const [born] = await station.database.rows<{ day: string; time: string }>(
    `select to_char(now() at time zone 'Europe/London' - interval '2 hours', 'DD Mon YYYY') as day,
            to_char(now() at time zone 'Europe/London' - interval '2 hours', 'HH24:MI') as time`,
  );
  await station.main.fill('Given names', 'Baby boy');
  await station.main.pick('Gender', 'Male');
  await station.main.fill('Born', born?.day ?? '');
  await station.main.fill('At', born?.time ?? '');
  await station.main.choose('Not asked yet');
  await work.picture('newborn');
  desk.press('ctrl+Return');
  await station.main.shows('To which bed');
  await chooseBed('G2b');
  await work.picture('newborn-admit');
  desk.press('ctrl+Return');
  await station.main.shows('admitted to G2b');

  const [child] = await station.database.rows<{ id: string; mother_id: string; label: string }>(
    `select p.id, p.mother_id, b.label from patients p join bed_stays s on s.patient_id = p.id and upper_inf(s.during)
       join beds b on b.id = s.bed_id where p.family_name = 'Adeyemi' and p.given_name = 'Baby boy'`,
  );
  expect(child).toMatchObject({ mother_id: mother, label: 'G2b' });
  const done = (await work.recorded(child?.id ?? '')).map((one) => `${one.role} ${one.action} ${one.resource_type}`);
  expect(done).toEqual(['nurse create patient', 'nurse admit admission']);

  await work.open('Adeyemi Baby', 'ADEYEMI, Baby boy');
  expect(await work.banner()).toContain('(2 h)');
  await station.main.shows('Mother and child');
  await station.main.shows('ADEYEMI, Folasade');
  await work.picture('newborn-chart');
  await station.main.choose('ADEYEMI, Folasade');
  await until('the chart of the mother is open', async () => (await work.banner()).includes('Folasade'));
  await station.main.shows('Newborn:');
  await station.main.shows('ADEYEMI, Baby boy');
});

test('who needs a negative-pressure room is not put into another without a reason, on admission or transfer', async () => {
  const nurse = await Caller.signIn(station.address, NURSE, PASSWORD);
  const { id } = await nurse.ask<{ id: string }>('POST', '/api/patients', {
    family_name: 'Varga', given_name: 'Isolde', date_of_birth: '1971-09-09', gender: 'female', allergy_state: 'none_known',
  });
  await work.open('Varga');
  await station.main.click('Admit');
  await station.main.shows('To which bed');
  await station.main.click('Airborne');
  await until('S3 is known not to suit', async () =>
    (await station.main.run<string>(
      `return document.querySelector('[data-testid="bed-option-S3"]')?.innerText ?? ''`,
    )).includes('negative-pressure room'));
  await chooseBed('S3');
  await station.main.shows('This bed needs a reason.');
  expect(await mainButton()).toMatchObject({ can: false });
  await work.picture('isolation-refused');
  desk.press('ctrl+Return');
  // Past the screen the rule stands as well.
  const [ward] = await station.database.rows<{ id: string; hospital: string; bed: string }>(
    "select w.id, w.hospital_id as hospital, b.id as bed from beds b join wards w on w.id = b.ward_id where b.label = 'S3'",
  );
  await expect(nurse.ask('POST', `/api/hospitals/${ward?.hospital}/patients/${id}/admit`, {
    treatment_type: 'inpatient', isolation: 'airborne', ward_id: ward?.id, bed_id: ward?.bed,
  })).rejects.toThrow(/409.*negative_pressure/);
  expect(await bedOf(station.database, 'Varga')).toBeUndefined();

  await station.main.fill('Why this bed all the same', 'S2 is taken until tomorrow');
  await until('the button can be pressed', async () => (await mainButton()).can);
  desk.press('ctrl+Return');
  await until('she lies there', async () => (await bedOf(station.database, 'Varga')) === 'S3');
  const admitted = (await work.recorded(id)).find((one) => one.action === 'admit');
  expect(admitted).toMatchObject({ role: 'nurse', outcome: 'success', detail: { overridden: ['lacks'] } });
  const [kept] = await station.database.rows<{ isolation: string; why: string }>(
    `select a.isolation, e.detail->>'override_reason' as why from admissions a join admission_events e on e.admission_id = a.id
      where a.patient_id = $1 and e.kind = 'admitted'`,
    id,
  );
  expect(kept).toEqual({ isolation: 'airborne', why: 'S2 is taken until tomorrow' });

  await work.open('Varga');
  await station.main.choose('Show on the board');
  await station.main.shows('needs negative pressure, the place lacks it');
  await work.picture('isolation-board');
  await station.main.click('VARGA');
  await station.main.click('Transfer');
  await station.main.shows('To which bed');
  expect(await chooseBed('F1')).toContain('negative-pressure room');
  await station.main.shows('This bed needs a reason.');
  expect(await mainButton()).toMatchObject({ can: false });
  await work.picture('isolation-transfer');
  desk.press('ctrl+Return');
  expect(await bedOf(station.database, 'Varga')).toBe('S3');
  expect((await work.recorded(id)).filter((one) => one.action === 'transfer' && one.outcome === 'success')).toEqual([]);
});

/** Another hospital, with a ward, two beds and a nurse who works there and nowhere else. */
async function openOtherHospital(): Promise<void> {
  const admin = await Caller.signIn(station.address, 'admin@demo.local', PASSWORD);
  const hospital = await admin.ask<{ id: string }>('POST', '/api/hospitals', {
    hospital_name: OTHER, time_zone: 'Europe/London', emergency_services: false,
  });
  const ward = await admin.ask<{ id: string }>('POST', `/api/hospitals/${hospital.id}/wards`, {
    name: 'Rehabilitation', kind: 'inpatient',
  });
  await admin.ask('POST', `/api/hospitals/${hospital.id}/wards/${ward.id}/beds`, { beds: [{ label: 'K1' }, { label: 'K2' }] });
  await station.database.rows(
    `with person as (
       insert into users (id, email, username, full_name, role, password_hash, is_verified)
       select gen_random_uuid(), $1, 'solheim', 'Maren Solheim', 'nurse', password_hash, true from users where email = $2
       returning id)
     insert into affiliations (id, user_id, hospital_id) select gen_random_uuid(), person.id, $3 from person`,
    THEIR_NURSE,
    NURSE,
    hospital.id,
  );
}

async function transferState(id: string): Promise<{ status: string; decline_reason: string | null } | undefined> {
  const [row] = await station.database.rows<{ status: string; decline_reason: string | null }>(
    'select status, decline_reason from hospital_transfers where patient_id = $1 order by requested_at desc limit 1',
    id,
  );
  return row;
}

/** Asks the other hospital to take somebody, from the board. */
async function askThem(surname: string, why: string): Promise<void> {
  await work.open(surname);
  await station.main.choose('Show on the board');
  await station.main.click(surname.toUpperCase());
  await station.main.click('Transfer');
  await station.main.click('Send on');
  await station.main.pick('To which hospital', OTHER);
  await station.main.fill('Why, and what they need', why);
  await work.picture('send');
  desk.press('ctrl+Return');
  await station.main.shows('has been asked to take');
}

test('a hospital that is only asked to take a patient reads the chart and writes nothing, and may decline', async () => {
  await openOtherHospital();
  const id = await patientId(station.database, 'Abernathy');
  await askThem('Abernathy', 'Rehabilitation after ketoacidosis');
  expect(await transferState(id)).toMatchObject({ status: 'requested' });

  await work.signIn(THEIR_NURSE);
  await station.main.click('1 transfer');
  await station.main.shows('From Northgate General, waiting for an answer');
  await work.picture('transfer-asked');
  await station.main.choose('Open the chart');
  await until('the chart is open', async () => (await work.banner()).includes('ABERNATHY'));
  expect(await work.banner()).toContain('D1');
  await station.main.shows('Read only until your hospital has accepted the patient');
  await work.part('Allergies');
  await until('the allergies are read', async () => (await station.main.text()).includes('No known allergies'));
  expect(await station.main.text()).not.toContain('Add an allergy');
  expect(await station.main.text()).not.toContain('Raise an emergency');
  await work.picture('transfer-read-only');
  const theirs = await Caller.signIn(station.address, THEIR_NURSE, PASSWORD);
  const seen = await theirs.ask<{ version: number; may_write_clinical: boolean }>('GET', `/api/patients/${id}`);
  expect(seen.may_write_clinical).toBe(false);
  await expect(theirs.ask('POST', `/api/patients/${id}/conditions`, { description: 'Not ours to say' })).rejects.toThrow(/403/);
  await expect(theirs.ask('PUT', `/api/patients/${id}/resuscitation-status`, {
    version: seen.version, resuscitation_status: 'not_for_resuscitation',
  })).rejects.toThrow(/403/);
  expect((await work.recorded(id)).at(-1)).toMatchObject({ outcome: 'denied', resource_type: 'resuscitation_status' });

  await station.main.choose('Board');
  await station.main.click('1 transfer');
  await station.main.click('Decline');
  await station.main.fill('Reason', 'No bed until Friday');
  desk.press('ctrl+Return');
  await until('it is declined', async () => (await transferState(id))?.status === 'declined');
  expect(await transferState(id)).toEqual({ status: 'declined', decline_reason: 'No bed until Friday' });
  await expect(theirs.ask('GET', `/api/patients/${id}`)).rejects.toThrow(/403/);
  const decided = (await work.recorded(id)).at(-1);
  expect(decided).toMatchObject({ role: 'nurse', resource_type: 'hospital_transfer', outcome: 'success', detail: { command: 'decline' } });
});

test('accepted, sent and arrived: the stay ends here and begins there, and both read it on the way', async () => {
  const id = await patientId(station.database, 'Abernathy');
  await work.signIn(NURSE);
  await station.main.shows('CONSIDINE', 30);
  await askThem('Abernathy', 'Friday, as agreed');

  await work.signIn(THEIR_NURSE);
  await station.main.click('1 transfer');
  await station.main.click('Accept');
  desk.press('ctrl+Return');
  await until('it is accepted', async () => (await transferState(id))?.status === 'accepted');

  await work.signIn(NURSE);
  await station.main.shows('CONSIDINE', 30);
  await station.main.click('1 transfer');
  await station.main.click('Has left');
  await work.picture('transfer-leaving');
  desk.press('ctrl+Return');
  await until('she is on the way', async () => (await transferState(id))?.status === 'in_transit');
  expect(await bedOf(station.database, 'Abernathy')).toBeUndefined();
  for (const who of [NURSE, THEIR_NURSE]) {
    const reader = await Caller.signIn(station.address, who, PASSWORD);
    const chart = await reader.ask<{ family_name: string; allergy_state?: string }>('GET', `/api/patients/${id}`);
    expect(chart.allergy_state, `${who} reads the chart on the way`).toBe('none_known');
  }
  await until('her bed is being cleaned', async () => /D1\s+Cleaning/.test(await station.main.text()));

  await work.signIn(THEIR_NURSE);
  await station.main.click('1 transfer');
  await station.main.shows('on the way');
  await station.main.click('Has arrived');
  await chooseBed('K2');
  await work.picture('transfer-arrival');
  desk.press('ctrl+Return');
  await until('she has arrived', async () => (await transferState(id))?.status === 'arrived');
  expect(await bedOf(station.database, 'Abernathy')).toBe('K2');
  await station.main.shows('ABERNATHY');
  await work.picture('transfer-arrived');
  const stays = await station.database.rows(
    `select h.name, a.disposition, a.discharged_at is null as open from admissions a join hospitals h on h.id = a.hospital_id
      where a.patient_id = $1 and a.admitted_at > now() - interval '30 days' order by a.admitted_at`,
    id,
  );
  expect(stays.slice(-2)).toEqual([
    { name: 'Northgate General', disposition: 'other_hospital', open: false },
    { name: OTHER, disposition: null, open: true },
  ]);
  const commands = (await work.recorded(id))
    .filter((one) => one.resource_type === 'hospital_transfer' && one.outcome === 'success')
    .map((one) => one.detail.command ?? one.action);
  expect(commands).toEqual(['create', 'decline', 'create', 'accept', 'depart', 'arrive']);
});
