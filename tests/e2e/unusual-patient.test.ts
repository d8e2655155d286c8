import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { ChartWork } from './src/chart-work.ts';
import { Desk } from './src/desk.ts';
import { freePort } from './src/ports.ts';
import { until } from './src/processes.ts';
import { Station } from './src/station.ts';
import { Caller, Watch } from './src/watch.ts';

const PASSWORD = 'made-up demo password';
/** Who lies in R1 of the demo hospital. */
const FOXTROT = 'Unknown Foxtrot';

let desk: Desk;
let station: Station;
let work: ChartWork;

beforeAll(async () => {
  desk = await Desk.open('unusual');
  station = await Station.start(desk, { port: await freePort(), password: PASSWORD });
  work = new ChartWork(desk, station, PASSWORD);
  await station.main.shows('How do you want to start?', 60);
  await station.main.click('Start the demo hospital');
  await station.main.shows('Password of all five', 90);
  await work.signIn('nurse@demo.local');
  await station.main.shows('CONSIDINE', 30);
});
afterAll(async () => {
  await station?.close();
  await desk?.close();
});
afterEach(() => {
  onTestFailed(() => {
    desk.screenshot('unusual-failed');
    desk.keepLogs('unusual-failed');
  });
});

/** The alias the screen has given, as registered. */
async function newestAlias(): Promise<{ id: string; alias: string }> {
  const [row] = await station.database.rows<{ id: string; alias: string }>(
    "select id, family_name as alias from patients where identity_state = 'unidentified' order by created_at desc limit 1",
  );
  if (row === undefined) throw new Error('nobody unidentified is registered');
  return row;
}

/** Registers and admits somebody nobody knows, by the keyboard alone. */
async function admitUnknown(): Promise<void> {
  work.press('ctrl+k');
  await station.main.shows('Register a patient');
  work.press('Return');
  await station.main.shows('Unidentified');
  work.press('F2');
  await station.main.shows('Estimated age');
  work.press('m');
  work.press('5');
  await station.main.shows('40 y, estimated');
  await work.picture('register');
  work.press('ctrl+Return');
  await station.main.shows('To which bed');
  await until('beds are offered', () => work.has('[data-testid^=bed-option-]:not(:disabled)'));
  work.press('1');
  await until('a bed is chosen', () => work.has('[data-testid^=bed-option-][aria-checked=true]'));
  await work.picture('admit');
  work.press('ctrl+Return');
  await station.main.shows('admitted to');
}

test('somebody nobody knows is registered and lies in a bed after eight keystrokes', async () => {
  work.keystrokes = 0;
  const from = Date.now();
  await admitUnknown();
  console.log(`registered and admitted in ${Date.now() - from} ms, ${work.keystrokes} keystrokes`);
  expect(work.keystrokes).toBeLessThanOrEqual(8);

  const { id, alias } = await newestAlias();
  expect(alias).toMatch(/^Unknown /);
  const [kept] = await station.database.rows<Record<string, unknown>>(
    `select p.gender, p.date_of_birth_is_estimated as estimated, p.allergy_state,
            extract(year from now())::int - extract(year from p.date_of_birth)::int as about, b.label
       from patients p join bed_stays s on s.patient_id = p.id and upper_inf(s.during) join beds b on b.id = s.bed_id
      where p.id = $1`,
    id,
  );
  expect(kept).toMatchObject({ gender: 'male', estimated: true, allergy_state: 'not_asked', about: 40 });
  const recorded = await work.recorded(id);
  expect(recorded.map((one) => `${one.role} ${one.action} ${one.resource_type} ${one.outcome}`)).toEqual([
    'nurse create patient success',
    'nurse admit admission success',
  ]);
  expect(recorded.every((one) => one.station !== null)).toBe(true);

  // The board and its panel say that nobody knows him, and that the age is a guess.
  const card = `[data-testid="bed-card-${String(kept?.label)}"]`;
  await until('the card on the board names him and says that the age is a guess', async () => {
    const words = await station.main.run<string>('return document.querySelector(arguments[0])?.innerText ?? ""', card);
    return words.includes(alias.toUpperCase()) && words.includes('about 40 M');
  });
  await station.main.click(alias.toUpperCase());
  await station.main.shows('(40 y, estimated)');
  await station.main.shows('Allergies not asked');
  await work.picture('board');
});

test('once somebody says who he is, the record has his name, keeps the old one, and is found by either', async () => {
  await work.open(FOXTROT);
  const { id } = await work.patient<{ id: string }>(FOXTROT, 'id');
  expect(await work.banner()).toContain('estimated');
  await work.act('Say who this is');
  await station.main.fill('Surname', 'Lindqvist');
  await station.main.fill('Given names', 'Halvor');
  await station.main.fill('Born', '3 Nov 1979');
  await work.picture('identify');
  await work.confirm();
  await station.main.shows('LINDQVIST, Halvor');
  expect(await work.banner()).toContain(FOXTROT.toUpperCase());
  expect(await work.banner()).not.toContain('estimated');
  await work.part('Identity');
  await station.main.shows('Former names');
  await work.picture('former-names');

  const kept = await work.patient('Lindqvist', 'id, identity_state, date_of_birth_is_estimated as estimated');
  expect(kept).toEqual({ id, identity_state: 'identified', estimated: false });
  const names = await station.database.rows('select family_name from patient_former_names where patient_id = $1', id);
  expect(names).toEqual([{ family_name: FOXTROT }]);
  const last = (await work.recorded(id)).at(-1);
  expect(last).toMatchObject({ role: 'nurse', action: 'update', resource_type: 'patient_identity', outcome: 'success' });

  await work.find(FOXTROT, 'LINDQVIST', 'former name');
  await work.picture('found-by-former-name');
  desk.press('Escape');
  await work.find('Lindqvist', 'LINDQVIST');
  desk.press('Escape');
});

test('he turns out to be on file: both records become one, and nothing either knew is lost', async () => {
  const nurse = await Caller.signIn(station.address, 'nurse@demo.local', PASSWORD);
  const { id, alias } = await newestAlias();
  const onFile = await nurse.ask<{ id: string; code: string }>('POST', '/api/patients', {
    family_name: 'Thorvaldsen', given_name: 'Eskil', date_of_birth: '1984-02-17', gender: 'male',
    allergy_state: 'known', allergies: [{ substance: 'latex' }],
  });
  await nurse.ask('POST', '/api/wearables/consent', {
    patient_id: id, consent_given: true, data_types: ['blood_oxygen'], purpose: 'monitoring on the ward',
  });

  // What is learnt at the bedside before anybody knows his name.
  await work.open(alias);
  await work.part('Allergies');
  await station.main.click('Add an allergy');
  await station.main.fill('Substance', 'cefazolin');
  await work.confirm();
  await station.main.shows('cefazolin');
  await station.main.click('Raise an emergency');
  await station.main.pick('What is it', 'Seizure');
  await station.main.pick('Severity', 'Low');
  await work.confirm();
  await station.main.shows('emergency raised');

  await work.act('Say who this is');
  await station.main.choose('Somebody on file');
  await station.main.fill('Find the record', 'Thorvaldsen');
  await station.main.shows('THORVALDSEN, Eskil');
  await station.main.click('Same person');
  const shown = await work.dialog();
  expect(shown).toContain(alias.toUpperCase());
  expect(shown).toContain('THORVALDSEN, Eskil');
  expect(shown).toContain('17-Feb-1984');
  await work.picture('link');
  await work.confirmThat('I have checked that both are THORVALDSEN, Eskil');
  await until('the record on file is open', async () => (await work.banner()).includes('THORVALDSEN'));
  const banner = await work.banner();
  expect(banner).toContain('cefazolin');
  expect(banner).toContain('latex');
  expect(banner).toContain(alias.toUpperCase());
  expect(banner).toContain('Bed');
  await work.picture('linked');
  await work.part('Admissions');
  await station.main.shows('Ward 1 Acute medicine');

  const moved = await station.database.rows<{ what: string; n: string }>(
    `select 'allergies' as what, count(*) as n from allergies where patient_id = $1 and status = 'active'
     union all select 'stays', count(*) from bed_stays where patient_id = $1
     union all select 'admissions', count(*) from admissions where patient_id = $1
     union all select 'alerts', count(*) from alerts where patient_id = $1
     union all select 'consents', count(*) from consents where patient_id = $1`,
    onFile.id,
  );
  expect(Object.fromEntries(moved.map((row) => [row.what, Number(row.n)]))).toEqual({
    allergies: 2, stays: 1, admissions: 1, alerts: 1, consents: 1,
  });
  const [left] = await station.database.rows('select identity_state, linked_to from patients where id = $1', id);
  expect(left).toEqual({ identity_state: 'linked', linked_to: onFile.id });
  const last = (await work.recorded(onFile.id)).at(-1);
  expect(last).toMatchObject({ action: 'update', resource_type: 'patient_identity', outcome: 'success' });
  expect(last?.detail).toMatchObject({ linked: true });
  expect((await work.recorded(id)).at(-1)).toEqual(last);

  await work.find(alias, 'THORVALDSEN', 'former name');
  desk.press('Escape');
  // His band still bears the old code: whoever types it gets the one record there is.
  const byCode = await nurse.ask<{ id: string }>('GET', `/api/patients/${id}`);
  expect(byCode.id).toBe(onFile.id);
});

test('a family contact, a condition and what was decided about resuscitation are recorded from the chart', async () => {
  await work.open('Koelpin');
  const { id } = await work.patient<{ id: string }>('Koelpin', 'id');
  await work.part('Contacts');
  await station.main.click('Add a contact');
  await station.main.fill('Name', 'Berit Koelpin');
  await station.main.fill('Relation', 'Daughter');
  await station.main.fill('Phone', '01632 960555');
  await work.confirm();
  await station.main.shows('Berit Koelpin');
  await station.main.run(`document.querySelector('button[aria-label="Correct: Berit Koelpin"]').click()`);
  await station.main.fill('Phone', '01632 960777', 'anew');
  await work.picture('contact');
  await work.confirm();
  await station.main.shows('01632 960777');
  expect(await station.main.text()).not.toContain('01632 960555');

  await work.part('Conditions');
  await station.main.click('Add a condition');
  await station.main.fill('Condition', 'Type 2 diabetes');
  await station.main.fill('ICD-10 code', 'E11.9');
  await work.picture('condition');
  await work.confirm();
  await station.main.shows('Type 2 diabetes');

  await work.act('Resuscitation status');
  await station.main.choose('limited treatment');
  await work.picture('resuscitation');
  await work.confirmFor('KOELPIN, Hershel (Mr)');
  await until('the banner says so', async () => (await work.banner()).toLowerCase().includes('limited treatment'));

  const kept = await station.database.rows(
    `select c.contact, d.icd10_code as code, p.resuscitation_status as status
       from patients p join family_contacts c on c.patient_id = p.id join conditions d on d.patient_id = p.id
      where p.id = $1 and c.name = 'Berit Koelpin' and d.description = 'Type 2 diabetes'`,
    id,
  );
  expect(kept).toEqual([{ contact: '01632 960777', code: 'E11.9', status: 'limited_treatment' }]);
  const done = (await work.recorded(id)).slice(-4).map((one) => `${one.role} ${one.action} ${one.resource_type}`);
  expect(done).toEqual([
    'nurse create family_contact',
    'nurse update family_contact',
    'nurse create condition',
    'nurse update resuscitation_status',
  ]);
});

test('an allergy and a condition that were entered in error are struck out and stay on the record with the reason', async () => {
  await work.open('Koelpin');
  const { id } = await work.patient<{ id: string }>('Koelpin', 'id');
  await work.part('Conditions');
  await station.main.run(`document.querySelector('button[aria-label="Entered in error: Type 2 diabetes"]').click()`);
  await station.main.fill('Why', 'Another patient was meant');
  await work.confirm();
  await station.main.shows('Entered in error: Another patient was meant');
  await work.picture('condition-in-error');

  expect(await work.banner()).toContain('ibuprofen');
  await work.part('Allergies');
  await station.main.run(`document.querySelector('button[aria-label="Entered in error: ibuprofen"]').click()`);
  await station.main.fill('Why', 'Never happened');
  await station.main.shows('This was the last one. What is known now?');
  await station.main.choose('Not asked');
  await work.picture('allergy-in-error');
  await work.confirm();
  await station.main.shows('Entered in error: Never happened');
  await until('the banner has let it go', async () => !(await work.banner()).includes('ibuprofen'));
  expect(await work.banner()).toContain('Allergies not asked');
  const struck = await station.main.run<string>(
    `const cell = [...document.querySelectorAll('th bdi')].find((one) => one.innerText === 'ibuprofen');
     return getComputedStyle(cell).textDecorationLine`,
  );
  expect(struck).toBe('line-through');

  const kept = await station.database.rows(
    `select substance as what, status, status_reason as why from allergies where patient_id = $1 and substance = 'ibuprofen'
     union all
     select description, status, error_reason from conditions where patient_id = $1 and description = 'Type 2 diabetes'`,
    id,
  );
  expect(kept).toEqual([
    { what: 'ibuprofen', status: 'entered_in_error', why: 'Never happened' },
    { what: 'Type 2 diabetes', status: 'entered_in_error', why: 'Another patient was meant' },
  ]);
  const done = (await work.recorded(id)).slice(-2).map((one) => `${one.role} ${one.action} ${one.resource_type}`);
  expect(done).toEqual(['nurse update condition', 'nurse update allergies']);
});

test('a record made by mistake is found by nobody any more, and nothing in it is gone', async () => {
  const nurse = await Caller.signIn(station.address, 'nurse@demo.local', PASSWORD);
  const { id } = await nurse.ask<{ id: string }>('POST', '/api/patients', {
    family_name: 'Mistakenly', given_name: 'Made', date_of_birth: '1990-05-05', gender: 'female',
    allergy_state: 'known', allergies: [{ substance: 'peanut' }],
  });
  await work.open('Mistakenly');
  await work.act('Registered by mistake');
  await work.picture('out-of-use');
  await work.confirmFor('MISTAKENLY, Made');
  await station.main.shows('record taken out of use');
  await work.find('Mistakenly', 'Nobody found');
  desk.press('Escape');
  const [kept] = await station.database.rows(
    `select p.is_active, a.substance, a.status from patients p join allergies a on a.patient_id = p.id where p.id = $1`,
    id,
  );
  expect(kept).toEqual({ is_active: false, substance: 'peanut', status: 'active' });
  expect((await work.recorded(id)).at(-1)).toMatchObject({
    role: 'nurse', action: 'delete', resource_type: 'patient', outcome: 'success',
  });
});

test('the doctor records a death: alerts close with the reason and nobody is admitted or alarmed any more', async () => {
  const watch = await Watch.of(station.address, 'patient@demo.local', PASSWORD);
  await watch.measure('before-death', 84);
  await until('the alert window stands on the screen', () => station.alert.isVisible());
  await work.signIn('doctor@demo.local');
  await station.main.shows('WEIMANN');
  await work.open('Weimann');
  const { id } = await work.patient<{ id: string }>('Weimann', 'id');
  await work.act('Record a death');
  await station.main.fill('Verified by', 'Dr Amara Obi');
  await work.picture('death');
  await work.confirmFor('WEIMANN, Lakeisha (Ms)');
  await until('the banner says that she died', async () => (await work.banner()).includes('Died'));
  await until('the alert window has gone', async () => !(await station.alert.isVisible()));
  const said = await station.main.text();
  expect(said).not.toContain('Raise an emergency');
  expect(said).toContain('C5');
  await work.picture('died');

  const [kept] = await station.database.rows<Record<string, unknown>>(
    `select d.verified_by, d.reversed_at, a.status, a.closing_notes as notes, b.label
       from deaths d join alerts a on a.patient_id = d.patient_id
       join bed_stays s on s.patient_id = d.patient_id and upper_inf(s.during) join beds b on b.id = s.bed_id
      where d.patient_id = $1`,
    id,
  );
  expect(kept).toMatchObject({ verified_by: 'Dr Amara Obi', reversed_at: null, status: 'resolved', label: 'C5' });
  expect(kept?.notes).toBe("Closed because the patient's death was recorded.");
  const last = (await work.recorded(id)).filter((one) => one.resource_type === 'death');
  expect(last).toHaveLength(1);
  expect(last[0]).toMatchObject({ role: 'doctor', action: 'create', outcome: 'success', detail: { closed_alerts: 1 } });
  // The watch still lies on her wrist.
  await watch.measure('after-death', 80);
  const open = await station.database.rows("select from alerts where patient_id = $1 and status in ('active', 'acknowledged', 'responding')", id);
  expect(open).toEqual([]);
});

test('a death recorded by mistake is reversed with the reason, and she is watched again', async () => {
  const { id } = await work.patient<{ id: string }>('Weimann', 'id');
  await work.act('Reverse a recorded death');
  await station.main.shows('verified by Dr Amara Obi');
  await station.main.fill('Why', 'The neighbouring bed was meant');
  await work.picture('reversal');
  await work.confirmFor('WEIMANN, Lakeisha (Ms)');
  await until('the banner says it no more', async () => !(await work.banner()).includes('Died'));
  const kept = await station.database.rows('select reversal_reason as why, reversed_by is not null as by from deaths where patient_id = $1', id);
  expect(kept).toEqual([{ why: 'The neighbouring bed was meant', by: true }]);
  const last = (await work.recorded(id)).filter((one) => one.resource_type === 'death').at(-1);
  expect(last).toMatchObject({ role: 'doctor', action: 'update', outcome: 'success', detail: { reversed: true } });
  const watch = await Watch.of(station.address, 'patient@demo.local', PASSWORD);
  await watch.measure('watched-again', 84);
  await until('the alert window stands on the screen', () => station.alert.isVisible());
});
