/** Patients of the made-up hospital: search, registration and charts, enough to work with every screen of them. */
import type { PatientRecord, PatientSummary, SearchHit } from '../src/api/types.ts';
import * as data from './mock-data.ts';

type Reply = [number, unknown];
type Body = Record<string, unknown>;

const PEOPLE = 34;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const nurse = { id: id(501), full_name: 'Ingrid Halvorsen' };
const doctor = { id: id(502), full_name: 'Dr Amara Obi' };
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const records = new Map<string, PatientRecord>();
const allergies = new Map<string, Body[]>();
const conditions = new Map<string, Body[]>();
const contacts = new Map<string, Body[]>();

function first(n: number): PatientRecord {
  const patient = data.patientById(id(1000 + n));
  const stay = data.wards.flatMap((ward) =>
    data
      .board(ward.id, '')
      .beds.filter((bed) => bed.occupant?.patient.id === patient.id)
      .map((bed) => ({ ward, bed })),
  )[0];
  const known = patient.allergy_state === 'known';
  allergies.set(
    patient.id,
    known
      ? [
          {
            substance: 'penicillin',
            reaction: 'anaphylaxis',
            severity: 'life_threatening',
            category: 'medicine',
          },
          { substance: 'codeine', reaction: 'rash', severity: 'mild', category: 'medicine' },
        ].map((one, index) => ({
          ...one,
          id: id(9000 + n * 10 + index),
          status: 'active',
          recorded_by: nurse,
          recorded_at: data.ago(86_400 * 30),
          version: 1,
        }))
      : [],
  );
  conditions.set(
    patient.id,
    [
      ['Community-acquired pneumonia', 'J18.9', '2026-11-20', null],
      ['Atrial fibrillation', 'I48', '2021-03-02', null],
      ['Chronic kidney disease stage 3b', 'N18.3', '2023-05-01', null],
      ['Fracture of the left wrist', 'S62.1', '2019-02-11', '2019-04-02'],
    ].map(([description, icd10_code, started_on, ended_on], index) => ({
      id: id(9500 + n * 10 + index),
      description,
      icd10_code,
      started_on,
      ended_on,
      status: 'active',
      recorded_by: doctor,
      recorded_at: data.ago(86_400 * 3),
      version: 1,
    })),
  );
  contacts.set(patient.id, [
    {
      id: id(9800 + n),
      name: 'Piotr Abernathy',
      relationship: 'Husband',
      contact: '07700 900418',
      email: null,
      is_primary: true,
      is_emergency_contact: true,
      version: 1,
    },
  ]);
  return {
    ...patient,
    date_of_birth_is_estimated: n === 22,
    identity_state: n === 22 ? 'unidentified' : 'identified',
    former_names: [],
    newborns: [],
    contact: '07700 900417',
    email: null,
    address: { line1: '14 Larch Road', city: 'Northgate', postal_code: 'NG4 2RT' },
    blood_type: 'A_POSITIVE',
    emergency_flag: n === 8,
    death:
      n === 30
        ? {
            died_at: data.ago(7_200),
            verified_by: 'Dr Amara Obi',
            recorded_at: data.ago(7_000),
            recorded_by: doctor,
          }
        : null,
    place: stay === undefined ? null : `${stay.bed.label}, ${stay.ward.name}`,
    admission:
      stay === undefined
        ? null
        : {
            admission_id: id(3000 + n),
            hospital_id: data.hospital.id,
            hospital_name: data.hospital.name,
            ward_id: stay.ward.id,
            ward_name: stay.ward.name,
            bed_id: stay.bed.id,
            bed_label: stay.bed.label,
            admitted_at: data.ago(86_400 * 2),
          },
    responsible_doctor: stay === undefined ? null : doctor,
    isolation: n % 13 === 4 ? 'contact' : null,
    is_active: true,
    version: 1,
    created_at: data.ago(86_400 * 400),
    updated_at: data.ago(86_400 * 2),
    may_write: true,
    may_write_clinical: true,
  };
}

function record(key: string): PatientRecord | null {
  const n = Number(key.slice(-4)) - 1000;
  for (const known of records.values()) if (known.id === key || known.code === key) return known;
  if (!Number.isFinite(n) || n < 0 || n >= PEOPLE) return null;
  const made = first(n);
  records.set(made.id, made);
  return made;
}

const everybody = () => {
  for (let n = 0; n < PEOPLE; n += 1) record(id(1000 + n));
  return [...records.values()];
};

function summary(one: PatientRecord): PatientSummary {
  return {
    id: one.id,
    code: one.code,
    family_name: one.family_name,
    given_name: one.given_name,
    title: one.title ?? null,
    date_of_birth: one.date_of_birth,
    date_of_birth_is_estimated: one.date_of_birth_is_estimated,
    age_years: one.age_years,
    gender: one.gender,
    identity_state: one.identity_state,
    is_deceased: one.death != null,
    emergency_flag: one.emergency_flag,
    place: one.place ?? null,
    has_open_admission: one.admission != null,
  };
}

function search(q: string): SearchHit[] {
  const words = fold(q).split(/[\s,]+/);
  return everybody().flatMap((one): SearchHit[] => {
    const names = fold(`${one.family_name} ${one.given_name}`).split(/[\s-]+/);
    if (words.every((word) => names.some((name) => name.startsWith(word))))
      return [{ patient: summary(one), matched: 'name' }];
    if (fold(one.code).startsWith(fold(q))) return [{ patient: summary(one), matched: 'code' }];
    return one.date_of_birth === q ? [{ patient: summary(one), matched: 'birth_date' }] : [];
  });
}

function duplicates(query: URLSearchParams) {
  const family = fold(query.get('family_name') ?? '').slice(0, 5);
  const born = query.get('date_of_birth');
  return everybody()
    .filter((one) => family !== '' && fold(one.family_name).startsWith(family))
    .map((one) => ({
      patient: summary(one),
      likelihood: one.date_of_birth === born ? 'very_likely' : 'possible',
      reasons: ['same_birth_date_similar_name'],
      matches: ['family_name', 'date_of_birth', 'contact'],
      has_allergies: one.allergies.length > 0,
    }));
}

function timeline(kind: string | null) {
  const entry = (n: number, of: string, hours: number, title: string, detail: string, severity?: string) => ({
    id: `t-${n}`,
    kind: of,
    at: data.ago(hours * 3600),
    title,
    detail,
    by: nurse.full_name,
    ...(severity === undefined ? {} : { severity }),
  });
  return [
    entry(1, 'alert', 0.1, 'Critical alert raised', 'Oxygen saturation 84 %, below 90 %', 'critical'),
    entry(2, 'observation_set', 0.2, 'Observation set', 'RR 25, SpO₂ 92 %, BP 104/60, P 118, T 38.6 °C'),
    entry(3, 'alert', 1.5, 'High alert resolved', 'Reviewed by Dr Amara Obi', 'high'),
    entry(4, 'medication', 4, 'paracetamol dispensed', 'DOSE 1 g oral'),
    entry(5, 'allergy', 26, 'Allergy recorded', 'penicillin, anaphylaxis'),
    entry(6, 'condition', 27, 'Condition recorded', 'Community-acquired pneumonia'),
    entry(7, 'move', 40, 'Moved', 'A2 → B4, Ward 1'),
    entry(8, 'admission', 48, 'Admitted', 'A2, Ward 1 Acute medicine'),
    entry(9, 'registration', 9600, 'Registered', 'Northgate General'),
  ].filter((one) => kind === null || one.kind === kind);
}

const stays = (key: string) => {
  const one = record(key);
  const past = {
    id: id(3900),
    hospital_id: data.hospital.id,
    hospital_name: data.hospital.name,
    ward_name: data.wards[1]?.name,
    bed_label: 'C2',
    treatment_type: 'inpatient',
    reason: 'Fracture of the left wrist',
    needs: [],
    responsible_doctor: doctor,
    admitted_at: data.ago(86_400 * 380),
    discharged_at: data.ago(86_400 * 376),
    disposition: 'home',
    discharge_summary: 'Cast for six weeks. Review in clinic.',
    version: 3,
  };
  return one?.admission == null
    ? [past]
    : [
        {
          ...past,
          id: one.admission.admission_id,
          ward_name: one.admission.ward_name,
          bed_label: one.admission.bed_label,
          reason: 'Cough, fever and low oxygen',
          admitted_at: one.admission.admitted_at,
          discharged_at: null,
          disposition: null,
          discharge_summary: null,
          isolation: one.isolation ?? null,
        },
        past,
      ];
};

const story = [
  {
    id: 'e1',
    kind: 'admitted',
    at: data.ago(172_800),
    recorded_at: data.ago(172_800),
    by: nurse.full_name,
    to_bed: 'A2',
  },
  {
    id: 'e2',
    kind: 'moved',
    at: data.ago(144_000),
    recorded_at: data.ago(144_000),
    by: nurse.full_name,
    from_bed: 'A2',
    to_bed: 'B4',
  },
];

let created = 0;
function create(body: Body): PatientRecord {
  created += 1;
  const base = record(id(1000)) as PatientRecord;
  const years = Number(body.estimated_age_years ?? Number.NaN);
  const made: PatientRecord = {
    ...base,
    ...(body as Partial<PatientRecord>),
    id: id(4000 + created),
    code: `P009${String(10 + created)}-0`,
    family_name: String(body.alias ?? body.family_name),
    given_name: typeof body.given_name === 'string' ? body.given_name : '',
    title: (body.title as string | null) ?? null,
    date_of_birth: Number.isFinite(years) ? `${2026 - years}-01-01` : String(body.date_of_birth),
    date_of_birth_is_estimated: Number.isFinite(years),
    age_years: Number.isFinite(years) ? years : 2026 - Number(String(body.date_of_birth).slice(0, 4)),
    identity_state: body.alias === undefined ? 'identified' : 'unidentified',
    allergy_state: (body.allergy_state as PatientRecord['allergy_state']) ?? 'not_asked',
    allergies: ((body.allergies as Body[] | undefined) ?? []).map((one) => String(one.substance)),
    admission: null,
    place: null,
    emergency_flag: false,
    death: null,
    newborns: [],
    version: 1,
  };
  records.set(made.id, made);
  allergies.set(made.id, []);
  conditions.set(made.id, []);
  contacts.set(made.id, []);
  return made;
}

function change(one: PatientRecord, part: Partial<PatientRecord>): Reply {
  const next = { ...one, ...part, version: one.version + 1 };
  records.set(one.id, next);
  return [200, next];
}

/** Answers what belongs to patients; null for everything else. */
export function people(
  method: string,
  parts: readonly string[],
  query: URLSearchParams,
  body: Body,
): Reply | null {
  if (parts[0] === 'admissions' && parts[2] === 'events') return [200, story];
  if (parts[0] !== 'patients') return null;
  if (parts[1] === undefined) {
    if (method === 'POST') return [201, create(body)];
    const skip = Number(query.get('skip') ?? 0);
    const some = everybody().filter((one) => query.get('emergency_only') !== 'true' || one.emergency_flag);
    return [200, some.slice(skip, skip + Number(query.get('limit') ?? 50)).map(summary)];
  }
  if (parts[1] === 'search') return [200, search(query.get('q') ?? '')];
  if (parts[1] === 'duplicates') return [200, duplicates(query)];
  if (parts[1] === 'unidentified') return [201, create(body)];
  const one = record(parts[1]);
  if (one === null) return [404, { status: 404, title: 'Not found', detail: 'There is no such patient.' }];
  const list = (of: Map<string, Body[]>): Reply => {
    const items = of.get(one.id) ?? [];
    if (method === 'GET') return [200, items];
    if (method === 'POST') {
      items.push({
        ...body,
        id: id(9999),
        status: 'active',
        recorded_by: nurse,
        recorded_at: data.ago(0),
        version: 1,
      });
      return [201, items.at(-1)];
    }
    const index = items.findIndex((item) => item.id === parts[3]);
    if (method === 'DELETE') {
      items.splice(index, 1);
      return [204, null];
    }
    items[index] = { ...items[index], ...body };
    return [200, items[index]];
  };
  switch (parts[2]) {
    case undefined:
      if (method === 'GET') return [200, one];
      return body.version === one.version
        ? change(one, body)
        : [409, { status: 409, title: 'Stale', detail: 'Somebody changed this patient.', current: one }];
    case 'allergies': {
      const items = allergies.get(one.id) ?? [];
      if (method === 'PUT') {
        for (const part of (body.changes as Body[] | undefined) ?? []) {
          const index = items.findIndex((item) => item.id === part.id);
          if (index >= 0) items[index] = { ...items[index], ...part };
          else
            items.push({
              ...part,
              id: id(9990),
              status: 'active',
              recorded_by: nurse,
              recorded_at: data.ago(0),
            });
        }
        change(one, {
          allergy_state: body.state as NonNullable<PatientRecord['allergy_state']>,
          allergies: items.filter((item) => item.status === 'active').map((item) => String(item.substance)),
        });
      }
      const now = record(one.id) as PatientRecord;
      return [
        200,
        {
          state: now.allergy_state,
          state_by: nurse,
          state_at: data.ago(86_400),
          allergies: items,
          version: now.version,
        },
      ];
    }
    case 'conditions':
      if (parts[4] === 'entered-in-error') {
        const items = conditions.get(one.id) ?? [];
        const index = items.findIndex((item) => item.id === parts[3]);
        items[index] = { ...items[index], status: 'entered_in_error', error_reason: body.reason };
        return [200, items[index]];
      }
      return list(conditions);
    case 'family-contacts':
      return list(contacts);
    case 'records':
      return [200, timeline(query.get('kind')).slice(0, Number(query.get('limit') ?? 50))];
    case 'admissions':
      return method === 'GET' ? [200, stays(one.id)] : null;
    case 'newborns':
      return [201, { ...create(body), mother: one }];
    case 'death':
      return change(one, {
        death:
          parts[3] === 'reversal'
            ? null
            : {
                died_at: String(body.died_at),
                verified_by: String(body.verified_by),
                recorded_at: data.ago(0),
              },
      });
    case 'resuscitation-status':
      return change(one, { resuscitation_status: body.resuscitation_status as never });
    case 'emergency':
      return method === 'DELETE'
        ? change(one, { emergency_flag: false })
        : change(one, { emergency_flag: true });
    case 'identify':
      return change(one, { ...(body as Partial<PatientRecord>), identity_state: 'identified' });
    default:
      return null;
  }
}
