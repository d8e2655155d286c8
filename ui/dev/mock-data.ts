/** A made-up hospital for looking at the screens: 6, 40 and 60 beds, long and right-to-left names, alerts in every state. */
import type { Alert, Board, BoardBed, Me, Occupant, Patient, Severity } from '../src/api/types.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

export const hospital = {
  id: id(1),
  name: 'Northgate General',
  hospital_type: 'general',
  emergency_services: true,
  time_zone: 'Europe/London',
  crash_call_number: '2222',
  alert_phone_number: '2207',
};

export const wards = [
  { id: id(11), name: 'Ward 1 Acute medicine', beds: 40 },
  { id: id(12), name: 'Ward 2 Surgery', beds: 60 },
  { id: id(13), name: 'Ward 3 Assessment', beds: 6 },
];

const NAMES: readonly (readonly [string, string, string, Patient['gender']])[] = [
  ['Portillo', 'Adán', 'Mr', 'male'],
  ['McCullough', 'Evelyn', 'Mrs', 'female'],
  ['Conroy', 'Blair', 'Ms', 'female'],
  ['Thompson', 'Chet', 'Mr', 'male'],
  ['Rempel', 'Erin', 'Miss', 'female'],
  ['Hermiston', 'Delois', 'Mrs', 'female'],
  ['O’Keefe-Montgomery', 'Felipa Guadalupe', 'Ms', 'female'],
  ['Lubowitz', 'Gregorio', 'Mr', 'male'],
  ['Considine', 'Alden', 'Mr', 'male'],
  ['الحسني', 'فاطمة', 'Mrs', 'female'],
  ['Nikolaus', 'Rosalind', 'Mrs', 'female'],
  ['Vandervort', 'Season', 'Ms', 'female'],
  ['Koelpin', 'Hershel', 'Mr', 'male'],
  ['Spinka', 'Tomás', 'Mr', 'male'],
  ['Weimann', 'Lakeisha', 'Ms', 'female'],
  ['Stokes', 'Ignacio', 'Mr', 'male'],
  ['Abernathy', 'Mariela', 'Mrs', 'female'],
  ['Beahan', 'Cornelius', 'Mr', 'male'],
  ['Quigley', 'Antonietta', 'Ms', 'female'],
  ['Frami', 'Jarrod', 'Mr', 'male'],
  ['Ortiz de Zárate', 'María Inmaculada', 'Mrs', 'female'],
  ['Hane', 'Wilfredo', 'Mr', 'male'],
  ['Tremblay', 'Odette', 'Mrs', 'female'],
  ['Schamberger', 'Dario', 'Mr', 'male'],
  ['Batz', 'Juniper', 'Miss', 'female'],
  ['Batz', 'Emmett', 'Mr', 'male'],
  ['Dibbert', 'Shanelle', 'Mrs', 'female'],
  ['Homenick', 'Barrett', 'Mr', 'male'],
  ['Leuschke', 'Yolanda', 'Ms', 'female'],
  ['Mraz', 'Efrain', 'Mr', 'male'],
  ['Rolfson', 'Imelda', 'Mrs', 'female'],
  ['Windler', 'Rufus', 'Mr', 'male'],
  ['Kassulke', 'Noelia', 'Ms', 'female'],
  ['Wolfeschlegelsteinhausenbergerdorff', 'Hubert Blaine Maximilian', 'Mr', 'male'],
];

function person(n: number): Patient {
  const [family_name, given_name, title, gender] = NAMES[n % NAMES.length] ?? ['Doe', 'Jo', 'Mx', 'other'];
  const age = 19 + ((n * 17) % 74);
  return {
    id: id(1000 + n),
    code: `P${String(42 + n).padStart(5, '0')}-${(n * 7) % 10}`,
    family_name,
    given_name,
    title,
    date_of_birth: `${2026 - age}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    date_of_birth_is_estimated: false,
    age_years: age,
    gender,
    allergy_state: (['known', 'none_known', 'not_asked', 'unable_to_obtain'] as const)[n % 4] ?? 'not_asked',
    allergies: n % 4 === 0 ? ['penicillin', 'codeine'] : [],
    resuscitation_status: n % 5 === 0 ? 'not_for_resuscitation' : 'full_treatment',
  };
}

function occupant(n: number, wardIndex: number): Occupant {
  const p = person(n);
  return {
    patient: {
      id: p.id,
      code: p.code,
      family_name: p.family_name,
      given_name: p.given_name,
      title: p.title ?? null,
      date_of_birth: p.date_of_birth,
      date_of_birth_is_estimated: p.date_of_birth_is_estimated,
      age_years: p.age_years,
      gender: p.gender,
    },
    admission_id: id(3000 + n),
    admitted_at: ago(86_400 * (1 + (n % 6))),
    ...(n % 6 === 3 ? { expected_discharge_at: ago(-3600 * (2 + (n % 30))) } : {}),
    responsible_doctor: 'Dr Amara Obi',
    ...(n % 13 === 4 ? { isolation: (['contact', 'airborne', 'droplet'] as const)[n % 3] } : {}),
    resuscitation_status: p.resuscitation_status ?? null,
    allergy_state: p.allergy_state ?? null,
    allergies: p.allergies,
    same_surname_beds: p.family_name === 'Batz' ? [wardIndex === 0 ? 'E6' : 'G2'] : [],
    ...(n % 4 === 0 ? { wearable: { device_label: 'Watch 7', last_taken_at: ago(40 + n) } } : {}),
    alerts: [],
    admission_version: 1,
    identity_state: n === 22 ? 'unidentified' : 'identified',
    needs: n % 5 === 0 ? ['oxygen', 'monitor'] : n % 7 === 3 ? ['in_sight'] : [],
    disagreements: n === 17 ? ['Left 13:40, not freed'] : [],
    ...(n === 28 ? { age_hours: 9 } : {}),
    ...(n % 3 === 0
      ? {}
      : { latest_observation: { taken_at: ago(600 * (1 + (n % 9))), summary: 'SpO₂ 96 %, pulse 74' } }),
  };
}

const BAYS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'];

function bedsOf(wardIndex: number, count: number): BoardBed[] {
  const beds: BoardBed[] = [];
  for (let n = 0; n < count; n += 1) {
    const side = count === 40 && n >= 36;
    const letter = side ? 'S' : (BAYS[Math.floor(n / 6)] ?? 'K');
    const label = side ? `S${n - 35}` : `${letter}${(n % 6) + 1}`;
    const state =
      count > 6 && n % 12 === 3
        ? 'free'
        : n === 14 || n === 38
          ? 'reserved'
          : n % 17 === 14 || n === 20
            ? 'cleaning'
            : n === 27
              ? 'closed'
              : 'occupied';
    beds.push({
      id: id(100 + wardIndex * 100 + n),
      label,
      bay: side ? 'Side' : `Bay ${letter}`,
      position: n,
      state,
      state_since: ago(state === 'closed' ? 172_800 : 2_200),
      state_reason: state === 'closed' ? 'Bed rail fault' : null,
      capabilities: side
        ? ['oxygen', 'isolation']
        : n % 2 === 0
          ? ['oxygen', 'monitor']
          : ['oxygen', 'in_sight'],
      version: 1,
      ...(state === 'cleaning' ? { ready_about: ago(-1_500) } : {}),
      ...(state === 'reserved'
        ? {
            reservation: {
              id: id(5000 + n),
              from: ago(3_600),
              until: ago(n === 14 ? -6_472 : -1_972),
              reason: n === 14 ? 'From emergency' : 'From theatre 2',
              patient: n === 14 ? null : person(29),
              by: 'Ingrid Halvorsen',
            },
          }
        : {}),
      ...(state === 'occupied' ? { occupant: occupant(n, wardIndex) } : {}),
    } as unknown as BoardBed);
  }
  return beds;
}

const boards = new Map<string, BoardBed[]>(wards.map((ward, index) => [ward.id, bedsOf(index, ward.beds)]));

interface Raise {
  readonly n: number;
  readonly ward: number;
  readonly bed: string;
  readonly severity: Severity;
  readonly status: Alert['status'];
  readonly since: number;
  readonly description: string;
  readonly value?: string;
  readonly nobody?: boolean;
}

const nurse = { id: id(501), full_name: 'Ingrid Halvorsen' };
const doctor = { id: id(502), full_name: 'Dr Amara Obi' };
const station = { id: id(601), name: 'Nurse station 1' };

export function makeAlert(raise: Raise): Alert {
  const ward = wards[raise.ward] ?? wards[0];
  const bed = boards.get(ward?.id ?? '')?.find((candidate) => candidate.label === raise.bed);
  const patient = bed?.occupant == null ? null : person(Number(bed.occupant.patient.id.slice(-4)) - 1000);
  const answered = raise.status !== 'active';
  return {
    id: id(7000 + raise.n),
    alert_id: `A-${7700 + raise.n}`,
    alert_type: raise.value === undefined ? 'fall_detection' : 'abnormal_vitals',
    severity: raise.severity,
    status: raise.status,
    description: raise.description,
    place: `${ward?.name ?? ''}, bed ${raise.bed}`,
    triggered_by: raise.value === undefined ? 'manual' : 'wearable',
    ...(raise.value === undefined
      ? {}
      : {
          trigger_data: {
            record_kind: 'oxygen_saturation',
            value: raise.value,
            unit: '%',
            taken_at: ago(raise.since + 3),
            limit: '90',
            comparison: 'below',
            rule: 'SpO2 below 90 %',
            source: 'wearable',
            readings: ['96', '95', '95', '93', '92', '88', raise.value].map((value, index) => ({
              value,
              taken_at: ago(raise.since + 3 + (6 - index) * 300),
            })),
            device_label: 'Watch 7',
          },
        }),
    occurrences: raise.value === undefined ? 1 : 3,
    patient,
    hospital_id: hospital.id,
    ward: { id: ward?.id ?? '', name: ward?.name ?? '' },
    bed: bed === undefined ? null : { id: bed.id, label: bed.label, bay: bed.bay },
    raised_at: ago(raise.since),
    last_occurrence_at: ago(raise.since),
    taken_at: ago(raise.since + 3),
    acknowledged: answered ? { by: nurse, at: ago(raise.since - 10), workstation: station } : null,
    responding:
      raise.status === 'responding' ? { by: doctor, at: ago(raise.since - 20), workstation: null } : null,
    closed: null,
    reach:
      raise.nobody === true
        ? {
            recipients: 2,
            received: 0,
            displayed: 0,
            sounded: 0,
            nobody_reached: true,
            stations: [],
            phone: '2207',
          }
        : {
            recipients: 3,
            received: 3,
            displayed: 2,
            sounded: 1,
            nobody_reached: false,
            phone: '2207',
            stations: [
              {
                id: id(601),
                listening: true,
                name: 'Nurse station 1',
                received: true,
                displayed: true,
                sounded: true,
              },
              {
                id: id(602),
                listening: true,
                name: 'Station 2',
                received: true,
                displayed: true,
                sounded: false,
              },
              {
                id: id(603),
                listening: false,
                name: 'Laptop 3',
                received: true,
                displayed: false,
                sounded: false,
              },
            ],
          },
    allowed_actions:
      raise.status === 'active'
        ? ['acknowledge', 'respond', 'resolve', 'false_alarm']
        : raise.status === 'acknowledged'
          ? ['respond', 'resolve', 'false_alarm']
          : ['resolve', 'false_alarm'],
    version: 1,
  } as unknown as Alert;
}

export const alerts: Alert[] = [
  makeAlert({
    n: 13,
    ward: 0,
    bed: 'B4',
    severity: 'critical',
    status: 'active',
    since: 14,
    description: 'Oxygen saturation 84 %, below 90 %',
    value: '84',
  }),
  makeAlert({
    n: 12,
    ward: 0,
    bed: 'C4',
    severity: 'high',
    status: 'active',
    since: 151,
    description: 'Fall reported by hand, bathroom',
    nobody: true,
  }),
  makeAlert({
    n: 11,
    ward: 0,
    bed: 'A2',
    severity: 'high',
    status: 'acknowledged',
    since: 400,
    description: 'Oxygen saturation 88 %, below 90 %',
    value: '88',
  }),
  makeAlert({
    n: 10,
    ward: 0,
    bed: 'B1',
    severity: 'medium',
    status: 'responding',
    since: 542,
    description: 'Oxygen saturation 89 %, below 90 %',
    value: '89',
  }),
  makeAlert({
    n: 9,
    ward: 0,
    bed: 'E5',
    severity: 'low',
    status: 'acknowledged',
    since: 4270,
    description: 'Watch battery 6 %',
    value: '91',
  }),
  makeAlert({
    n: 8,
    ward: 1,
    bed: 'B2',
    severity: 'high',
    status: 'active',
    since: 61,
    description: 'Oxygen saturation 87 %, below 90 %',
    value: '87',
  }),
];

const lanes = new Map<string, Occupant[]>([
  [
    wards[0]?.id ?? '',
    [
      { ...occupant(131, 0), place: 'Corridor bay C' },
      { ...occupant(29, 0), place: 'Theatre 2, back to S3', away_since: ago(7_700) },
    ],
  ],
]);

export const bedsOfWard = (wardId: string): BoardBed[] => boards.get(wardId) ?? [];
export const awayOf = (wardId: string): Occupant[] => lanes.get(wardId) ?? [];
export const doctorIds = [id(502), id(503)] as const;

export function putIntoLane(wardId: string, person: Occupant): void {
  lanes.set(wardId, [...awayOf(wardId), person]);
}

export function takeFromLane(patientId: string): void {
  for (const [wardId, lane] of lanes)
    lanes.set(
      wardId,
      lane.filter((person) => person.patient.id !== patientId),
    );
}

/** Somebody who has just been admitted. */
export function newcomer(patientId: string): Occupant {
  return { ...occupant(Number(patientId.slice(-4)) - 1000, 0), admitted_at: ago(0), alerts: [] };
}

export function board(wardId: string, lastEventId: string): Board {
  const ward = wards.find((candidate) => candidate.id === wardId) ?? wards[0];
  const beds = (boards.get(ward?.id ?? '') ?? []).map((bed) => {
    if (bed.occupant == null) return bed;
    const open = alerts.filter((alert) => alert.bed?.id === bed.id && alert.allowed_actions.length > 0);
    return {
      ...bed,
      occupant: {
        ...bed.occupant,
        alerts: open.map(({ alert_id, severity, status, alert_type, raised_at }) => ({
          alert_id,
          severity,
          status,
          alert_type,
          raised_at,
        })),
      },
    };
  });
  const count = (state: string) => beds.filter((bed) => bed.state === state).length;
  const no_bed = awayOf(ward?.id ?? '');
  return {
    ward: { id: ward?.id ?? '', name: ward?.name ?? '', kind: 'inpatient' },
    hospital,
    as_at: new Date().toISOString(),
    last_event_id: lastEventId,
    counts: {
      patients: count('occupied') + no_bed.length,
      free: count('free'),
      reserved: count('reserved'),
      cleaning: count('cleaning'),
      closed: count('closed'),
      no_bed: no_bed.length,
    },
    beds,
    no_bed,
  };
}

export function me(role: Me['role']): Me {
  return {
    id: nurse.id,
    email: `${role}@demo.local`,
    full_name: {
      admin: 'Marek Dvořák',
      doctor: 'Dr Amara Obi',
      nurse: 'Ingrid Halvorsen',
      pharmacist: 'Priya Raman',
      patient: 'WEIMANN, Lakeisha (Ms)',
    }[role],
    role,
    permissions:
      role === 'admin'
        ? [
            'board_read',
            'workstation_manage',
            'patient_search',
            'patient_write',
            'admission_write',
            'hospital_write',
            'doctor_write',
            'doctor_availability',
          ]
        : [
            'alert_raise',
            'allergy_write',
            'clinical_write',
            'patient_write',
            'patient_register',
            'patient_search',
            'board_read',
            'patient_read',
            'clinical_read',
            'alert_read',
            'alert_answer',
            'alert_close',
            ...(role === 'doctor' ? ['doctor_availability'] : []),
            ...(role === 'pharmacist' ? [] : ['patient_search', 'admission_write']),
          ],
    ...(role === 'doctor' ? { doctor_id: id(502) } : {}),
    ...(role === 'patient' ? { patient: { id: id(1014), code: 'P00056-8' } } : {}),
    hospital,
    wards: wards.map(({ id: wardId, name }) => ({ id: wardId, name })),
    workstation: { id: station.id, name: station.name, kind: 'nurse_station', lock_after_minutes: 3 },
    session: { id: id(900), expires_at: ago(-36_000) },
  } as unknown as Me;
}

export const patientById = (key: string): Patient => {
  const n = Number(key.slice(-4)) - 1000;
  return person(Number.isFinite(n) && n >= 0 ? n : 14);
};

export function story(alert: Alert): readonly unknown[] {
  const at = Date.parse(alert.raised_at);
  const plus = (s: number) => new Date(at + s * 1000).toISOString();
  return [
    { kind: 'raised', at: plus(0) },
    ...(alert.acknowledged == null
      ? []
      : [{ kind: 'acknowledged', at: alert.acknowledged.at, by: nurse, workstation: station }]),
    ...(alert.responding == null
      ? []
      : [
          {
            kind: 'responding',
            at: alert.responding.at,
            by: doctor,
            notes: 'Oxygen 15 L started. Waiting for the doctor.',
          },
        ]),
    ...(alert.closed == null
      ? []
      : [{ kind: alert.status, at: alert.closed.at, by: nurse, notes: alert.closed.notes ?? null }]),
  ];
}

export const workstation = {
  id: station.id,
  name: station.name,
  kind: 'nurse_station',
  hospital,
  wards: wards.slice(0, 2).map(({ id: wardId, name }) => ({ id: wardId, name })),
  bed_count: 40,
  lock_after_minutes: 3,
  get open_alerts() {
    const count = (severity: Severity) =>
      alerts.filter((alert) => alert.severity === severity && alert.allowed_actions.length > 0).length;
    return { critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low') };
  },
};

export const stations = [
  { ...workstation, open_alerts: undefined, last_seen_at: ago(2), listening: true },
  {
    ...workstation,
    open_alerts: undefined,
    id: id(602),
    name: 'Station 2',
    kind: 'ward',
    last_seen_at: ago(4),
    listening: true,
  },
  {
    ...workstation,
    open_alerts: undefined,
    id: id(603),
    name: 'Pharmacy desk',
    kind: 'pharmacy',
    last_seen_at: ago(90_000),
    listening: false,
  },
  {
    ...workstation,
    open_alerts: undefined,
    id: id(604),
    name: 'Office 12',
    kind: 'office',
    last_seen_at: null,
    listening: false,
  },
];

export const installation = {
  version: '0.1.0',
  is_demo: true,
  needs_setup: false,
  hospital_name: 'Northgate General',
  demo: {
    password: 'brisk-otter-lantern-42',
    enrolment_code: 'H7QK-2M9D',
    accounts: (['admin', 'doctor', 'nurse', 'pharmacist', 'patient'] as const).map((role) => ({
      email: `${role}@demo.local`,
      full_name: me(role).full_name,
      role,
      description: {
        admin: 'Administrator',
        doctor: 'Doctor, acute medicine',
        nurse: 'Nurse, Ward 1',
        pharmacist: 'Pharmacist',
        patient: 'Patient, own record',
      }[role],
    })),
  },
};

/** Whoever is searched for: these, whatever was typed. */
export const found = [60, 61, 34].map((n) => ({
  matched: 'name',
  patient: {
    ...person(n),
    age_years: person(n).age_years,
    date_of_birth_is_estimated: false,
    identity_state: 'identified',
    is_deceased: false,
    has_open_admission: n === 34,
    place: n === 34 ? 'Ward 2 Surgery, F5' : null,
  },
}));

export const hospitalDoctors = [
  ['Dr Amara Obi', true],
  ['Dr Ludovic Sørensen', false],
].map(([full_name, is_available], index) => ({
  doctor: {
    id: doctorIds[index],
    doctor_id: `D0000${String(index + 1)}`,
    full_name,
    specializations: ['Acute medicine'],
    qualifications: [],
    is_verified: true,
    is_available,
    is_active: true,
    current_patients: 12,
    version: 1,
  },
  join_date: ago(86_400 * 700),
}));

export const hospitals = ['Northgate General', 'Riverside Community Hospital', 'St Brannock’s'].map(
  (name, index) => ({ ...hospital, id: id(1 + index), name, is_active: true, version: 1 }),
);

/** A patient's record, as far as these screens read it. */
export function recordOf(key: string) {
  const n = Number(key.slice(-4)) - 1000;
  const lies = [...boards.values()].flat().find((bed) => bed.occupant?.patient.id === key);
  return {
    ...patientById(key),
    date_of_birth_is_estimated: false,
    identity_state: 'identified',
    newborns: [],
    emergency_flag: false,
    is_active: true,
    version: 1,
    created_at: ago(86_400 * 400),
    updated_at: ago(86_400),
    may_write: true,
    may_write_clinical: true,
    ...(lies === undefined
      ? {}
      : {
          admission: {
            hospital_id: hospital.id,
            hospital_name: hospital.name,
            bed_label: lies.label,
            admission_id: id(3000 + n),
            admitted_at: ago(86_400),
          },
        }),
  };
}
