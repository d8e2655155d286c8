import { expect } from 'vitest';
import { freePort } from './ports.ts';
import { until } from './processes.ts';
import type { Database } from './database.ts';
import type { Desk } from './desk.ts';
import { Station } from './station.ts';
import { Caller } from './watch.ts';

/** The made-up password of the demo hospital's people. */
export const PASSWORD = 'made-up demo password';

/** A station whose person has chosen the demo hospital at the first start; nobody is signed in. */
export async function openDemoStation(desk: Desk): Promise<Station> {
  const station = await Station.start(desk, { port: await freePort(), password: PASSWORD });
  await station.main.shows('How do you want to start?', 60);
  await station.main.click('Start the demo hospital');
  await station.main.shows('Password of all five', 90);
  return station;
}

/** A colleague at another computer, who sends what their screen would send. */
export async function colleague(station: Station, role: 'nurse' | 'doctor' | 'admin'): Promise<Caller> {
  return Caller.signIn(station.address, `${role}@demo.local`, PASSWORD);
}

/** The label of the bed somebody lies in now; undefined for those in none. */
export async function bedOf(database: Database, familyName: string): Promise<string | undefined> {
  const [row] = await database.rows<{ label: string }>(
    `select b.label from bed_stays s join beds b on b.id = s.bed_id join patients p on p.id = s.patient_id
      where upper_inf(s.during) and p.family_name = $1`,
    familyName,
  );
  return row?.label;
}

/** The one patient of this surname. */
export async function patientId(database: Database, familyName: string): Promise<string> {
  const rows = await database.rows<{ id: string }>('select id from patients where family_name = $1', familyName);
  expect(rows, `patients called ${familyName}`).toHaveLength(1);
  return rows[0]?.id ?? '';
}

export interface BedRow {
  readonly id: string;
  readonly service_state: string;
  readonly state_reason: string | null;
  readonly version: number;
}

export async function bedRow(database: Database, label: string): Promise<BedRow> {
  const [row] = await database.rows<BedRow & Record<string, unknown>>(
    'select id, service_state, state_reason, version from beds where label = $1 and is_active',
    label,
  );
  if (row === undefined) throw new Error(`there is no bed ${label}`);
  return row;
}

export interface Recorded {
  readonly role: string;
  /** The name of the station it was done at; null from elsewhere. */
  readonly station: string | null;
  readonly subjects: readonly string[];
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the record holds of one kind of act, the newest first. */
export async function recorded(database: Database, action: string, what: string): Promise<readonly Recorded[]> {
  return database.rows<Recorded & Record<string, unknown>>(
    `select a.role, w.name as station, a.subjects::text[] as subjects, a.outcome, a.detail
       from audit_events a left join workstations w on w.id = a.workstation_id
      where a.action = $1 and a.resource_type = $2 order by a.at desc, a.id desc`,
    action,
    what,
  );
}

/** That the newest of its kind was done by this role, at a station that has a name, about exactly these patients. */
export async function expectRecorded(
  database: Database,
  action: string,
  what: string,
  by: { readonly role: string; readonly about: readonly string[] },
): Promise<Recorded> {
  const [newest] = await recorded(database, action, what);
  expect(newest, `the audit event ${action} ${what}`).toMatchObject({ role: by.role, outcome: 'success' });
  expect(newest?.station).toBeTruthy();
  expect([...(newest?.subjects ?? [])].sort()).toEqual([...by.about].sort());
  return newest as Recorded;
}

/** One place of the board as it is drawn in the window. */
export async function card(station: Station, label: string): Promise<string> {
  const words = await station.main.run<string | null>(
    'return document.querySelector(`[data-testid="bed-card-${arguments[0]}"]`)?.innerText ?? null',
    label,
  );
  if (words === null) throw new Error(`the board shows no bed ${label}`);
  return words;
}

/** Waits until the card of a bed says this, in whatever case it is set. */
export async function cardSays(station: Station, label: string, words: string): Promise<void> {
  await until(`the card of ${label} says "${words}"`, async () =>
    (await card(station, label)).toLowerCase().includes(words.toLowerCase()),
  );
}

/** Puts the keyboard on the card of a bed, where the arrows would have brought it. */
export async function stepTo(station: Station, label: string): Promise<void> {
  await until(`the card of ${label} has the keyboard`, () =>
    station.main.run<boolean>(
      'const card = document.querySelector(`[data-testid="bed-card-${arguments[0]}"]`); card?.focus(); return card !== null && document.activeElement === card',
      label,
    ),
  );
}

/** What stands in a part of the window; empty where the part is not there. */
export function partOf(station: Station, testId: string): Promise<string> {
  return station.main.run<string>(
    'return document.querySelector(`[data-testid="${arguments[0]}"]`)?.innerText ?? ""',
    testId,
  );
}

/** Waits until a part of the window says all of this. */
export async function partSays(station: Station, testId: string, ...words: string[]): Promise<void> {
  await until(`${testId} says ${words.join(' and ')}`, async () => {
    const shown = (await partOf(station, testId)).toLowerCase();
    return words.every((word) => shown.includes(word.toLowerCase()));
  }).catch(async (error: unknown) => {
    throw new Error(`${String(error)}; it says:\n${await partOf(station, testId)}`);
  });
}

/** Registers somebody through the API, as the front desk would. */
export async function register(
  caller: Caller,
  person: { family_name: string; given_name: string; date_of_birth: string; gender: string; contact?: string },
): Promise<string> {
  const made = await caller.ask<{ id: string }>('POST', '/api/patients', { allergy_state: 'not_asked', ...person });
  return made.id;
}
