/** Doctors, hospitals, wards, beds and figures of the made-up hospital. Kept in memory; writes change it. */
import type {
  Bed,
  Department,
  Doctor,
  DoctorHospital,
  DoctorPatient,
  HospitalRecord,
  HospitalStatistics,
  Ward,
} from '../src/api/types.ts';
import * as data from './mock-data.ts';

export type Reply = [number, unknown, Record<string, string>?];
type Body = Record<string, unknown>;

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
let next = 9000;
const newId = () => id((next += 1));
const refuse = (status: number, detail: string, current?: unknown): Reply => [
  status,
  {
    type: 'about:blank',
    title: detail,
    status,
    detail,
    ...(current === undefined ? {} : { current }),
  },
];
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

const NAMES: readonly (readonly [string, string, number | null])[] = [
  ['Dr Amara Obi', 'Acute medicine, Respiratory medicine', 640],
  ['Dr Helen Marsh', 'General surgery', 31],
  ['Dr Kwame Boateng', 'Surgery, Vascular surgery', -54],
  ['Dr Lucía Fernández-Ruiz', 'Cardiology', null],
  ['Dr Sana Qureshi', 'Anaesthesia, Intensive care', 410],
  ['د. ليلى حداد', 'Paediatrics', 720],
  ['Dr Tomasz Wiśniewski', 'Emergency medicine', 95],
  ['Dr Maximiliane von Hohenstaufen-Wallenrodt', 'Obstetrics and gynaecology, Neonatology', 1200],
];

const doctors: Doctor[] = Array.from({ length: 31 }, (_, n) => {
  const [name, specializations, ends] = NAMES[n % NAMES.length] ?? ['Dr No Name', '', null];
  return {
    id: id(502 + n),
    doctor_id: `D${String(7 + n).padStart(4, '0')}-${(n * 3) % 10}`,
    full_name:
      n < NAMES.length ? name : `${name} ${['II', 'III', 'IV', 'V'][Math.floor(n / NAMES.length) - 1]}`,
    specializations: specializations.split(', '),
    qualifications: ['MBBS', 'FRCP'].slice(0, 1 + (n % 2)),
    license_number: n === 9 ? null : `GMC ${7_104_552 + n * 113}`,
    license_expires_on: ends === null ? null : day(ends),
    is_verified: ends !== null && ends > 0,
    gender: n % 2 === 0 ? 'female' : 'male',
    experience_years: 4 + n,
    contact: `ext. ${4400 + n}`,
    email: `doctor${n}@northgate.example`,
    is_available: n % 4 !== 1,
    is_active: true,
    current_patients: n === 0 ? 3 : n % 5,
    version: 1,
  } satisfies Doctor;
});

const place = (n: number): DoctorPatient => {
  const p = data.patientById(id(1000 + n));
  return {
    patient: {
      id: p.id,
      code: p.code,
      family_name: p.family_name,
      given_name: p.given_name,
      title: p.title ?? null,
      date_of_birth: p.date_of_birth,
      date_of_birth_is_estimated: false,
      age_years: p.age_years,
      gender: p.gender,
      identity_state: 'identified',
      is_deceased: false,
      place: n % 3 === 2 ? null : `Ward 1, bed A${n + 1}`,
    },
    relationship_type: n === 1 ? 'consulting' : 'current',
    started_at: data.ago(86_400 * (2 + n * 5)),
    ended_at: n > 3 ? data.ago(86_400 * n) : null,
  };
};
const relations = [0, 1, 8, 9, 33].map(place);

const posts: DoctorHospital[] = [
  {
    hospital_id: data.hospital.id,
    hospital_name: 'Northgate General',
    department: 'Acute medicine',
    position: 'Consultant',
    started_at: '2021-03-01T00:00:00Z',
  },
  {
    hospital_id: id(2),
    hospital_name: 'Southmere Children’s Hospital',
    department: 'Respiratory medicine',
    position: null,
    started_at: '2017-09-01T00:00:00Z',
    ended_at: '2021-02-28T00:00:00Z',
  },
];

const hospitals: HospitalRecord[] = [
  {
    ...data.hospital,
    registration_number: 'NG-0417',
    contact: '+44 20 7946 0100',
    email: 'office@northgate.example',
    address: {
      line1: '4 Canal Street',
      city: 'Northgate',
      postal_code: 'NG1 4AB',
      country: 'United Kingdom',
    },
    website: 'https://northgate.example',
    specializations: ['Acute medicine', 'Surgery'],
    accreditations: [],
    bed_turnaround_minutes: 45,
    total_beds: 106,
    available_beds: 9,
    is_active: true,
    version: 1,
  },
  {
    ...data.hospital,
    id: id(2),
    name: 'Southmere Children’s Hospital',
    hospital_type: 'paediatric',
    specializations: ['Paediatrics'],
    accreditations: [],
    bed_turnaround_minutes: 30,
    total_beds: 0,
    available_beds: 0,
    is_active: true,
    version: 1,
  },
];

const departments: Department[] = ['Acute medicine', 'Surgery', 'Cardiology'].map((name, n) => ({
  id: id(40 + n),
  name,
  ward_count: n === 2 ? 0 : 1 + (n % 2),
  version: 1,
}));

/** Beds added here; those of the boards are read from the boards, so that a change is seen on both screens. */
const added: Bed[] = [];
const allBeds = (): Bed[] => [
  ...data.wards.flatMap((ward) =>
    data.board(ward.id, '').beds.map((bed) => ({
      ...bed,
      ward_id: ward.id,
      ward_name: ward.name,
      occupant: null,
      capabilities:
        bed.capabilities.length > 0
          ? bed.capabilities
          : bed.position % 3 === 0
            ? ['oxygen', 'monitor']
            : ['oxygen'],
    })),
  ),
  ...added,
];

const wards: Ward[] = data.wards.map((ward, n) => ({
  id: ward.id,
  name: ward.name,
  kind: (['inpatient', 'inpatient', 'emergency'] as const)[n] ?? 'inpatient',
  department_id: n === 2 ? null : id(40 + n),
  department_name: n === 2 ? null : (departments[n]?.name ?? null),
  bed_count: 0,
  occupied: 0,
  available: 0,
  version: 1,
}));

const counted = (ward: Ward): Ward => {
  const own = allBeds().filter((bed) => bed.ward_id === ward.id);
  return {
    ...ward,
    bed_count: own.length,
    occupied: own.filter((bed) => bed.state === 'occupied').length,
    available: own.filter((bed) => bed.state === 'free').length,
  };
};

function statistics(hospital: HospitalRecord): HospitalStatistics {
  const own = hospital.id === data.hospital.id ? wards : [];
  const beds = allBeds();
  const of = (state: Bed['state'], wardId?: string) =>
    beds.filter((bed) => own.length > 0 && bed.state === state && (wardId ?? bed.ward_id) === bed.ward_id)
      .length;
  const total = own.length === 0 ? 0 : beds.length;
  return {
    hospital_name: hospital.name,
    total_beds: total,
    available_beds: of('free'),
    occupied_beds: of('occupied'),
    cleaning_beds: of('cleaning'),
    closed_beds: of('closed'),
    reserved_beds: of('reserved'),
    occupancy_rate: total === 0 ? 0 : (of('occupied') / total) * 100,
    doctor_count: doctors.length,
    current_patients: of('occupied') + 2,
    patients_without_bed: 2,
    total_patients_treated: 12_408,
    emergency_services: hospital.emergency_services,
    specializations: hospital.specializations,
    average_stay_hours: 81.4,
    wards: own.map((ward) => ({
      ward_id: ward.id,
      ward_name: ward.name,
      total: beds.filter((bed) => bed.ward_id === ward.id).length,
      occupied: of('occupied', ward.id),
      reserved: of('reserved', ward.id),
      cleaning: of('cleaning', ward.id),
      closed: of('closed', ward.id),
      free: of('free', ward.id),
    })),
    days:
      own.length === 0
        ? []
        : Array.from({ length: 30 }, (_, n) => ({
            day: day(n - 30),
            admissions: 6 + ((n * 7) % 9) - (n % 7 > 4 ? 4 : 0),
            discharges: 5 + ((n * 5) % 8) + (n % 7 === 4 ? 4 : 0) - (n % 7 > 4 ? 3 : 0),
            occupied_at_midnight: 80 + Math.round(9 * Math.sin(n / 3.1)) + (n % 3),
          })),
  };
}

export function adminRoute(
  method: string,
  parts: readonly string[],
  query: URLSearchParams,
  body: Body,
): Reply | null {
  if (parts[0] === 'doctors') return doctorRoute(method, parts, query, body);
  if (parts[0] === 'hospitals') return hospitalRoute(method, parts, body);
  if (parts[0] === 'patients' && parts[2] === 'doctors')
    return [
      200,
      [
        { ...doctors[0], relationship_type: 'current', started_at: data.ago(200_000) },
        {
          ...doctors[4],
          relationship_type: 'consulting',
          started_at: data.ago(900_000),
          ended_at: data.ago(400_000),
        },
      ],
    ];
  return null;
}

function doctorRoute(method: string, parts: readonly string[], query: URLSearchParams, body: Body): Reply {
  if (parts.length === 1 && method === 'GET') {
    const q = (query.get('q') ?? '').toLowerCase();
    const specialization = (query.get('specialization') ?? '').toLowerCase();
    const found = doctors.filter(
      (doctor) =>
        doctor.is_active &&
        `${doctor.full_name} ${doctor.doctor_id}`.toLowerCase().includes(q) &&
        doctor.specializations.join(' ').toLowerCase().includes(specialization) &&
        (query.get('available_only') !== 'true' || doctor.is_available),
    );
    const skip = Number(query.get('skip') ?? 0);
    return [
      200,
      found.slice(skip, skip + Number(query.get('limit') ?? 25)),
      { 'X-Total-Count': String(found.length) },
    ];
  }
  if (parts.length === 1) {
    const doctor = {
      ...doctors[0],
      qualifications: [],
      ...body,
      id: newId(),
      doctor_id: 'D0099-4',
      current_patients: 0,
      version: 1,
    } as Doctor;
    doctors.push(doctor);
    return [201, doctor];
  }
  const at = doctors.findIndex((doctor) => doctor.doctor_id === parts[1] || doctor.id === parts[1]);
  const doctor = doctors[at];
  if (doctor === undefined) return refuse(404, 'There is no such doctor.');
  if (parts[2] === 'patients') {
    if (method === 'GET')
      return [
        200,
        relations.filter((one) => query.get('current_only') !== 'true' || one.ended_at == null),
        { 'X-Total-Count': '5' },
      ];
    return method === 'POST' ? [201, { ...relations[0], ...body }] : [204, null];
  }
  if (parts[2] === 'hospitals')
    return method === 'GET'
      ? [200, posts]
      : method === 'POST'
        ? [201, { ...posts[0], ...body }]
        : [204, null];
  if (method === 'GET') return [200, doctor];
  if (method === 'DELETE') {
    doctors[at] = { ...doctor, is_active: false };
    return [204, null];
  }
  if (method === 'PUT' && body.version !== doctor.version)
    return refuse(409, 'Somebody changed this doctor in the meantime.', doctor);
  doctors[at] = { ...doctor, ...body, version: doctor.version + 1 };
  return [200, doctors[at]];
}

function hospitalRoute(method: string, parts: readonly string[], body: Body): Reply | null {
  if (parts.length === 1) {
    if (method === 'GET') return [200, hospitals];
    const made = {
      ...hospitals[1],
      ...body,
      name: body.hospital_name,
      id: newId(),
      version: 1,
    } as HospitalRecord;
    hospitals.push(made);
    return [201, made];
  }
  const index = hospitals.findIndex(
    (one) => one.id === parts[1] || one.name === decodeURIComponent(parts[1] ?? ''),
  );
  const hospital = hospitals[index];
  if (hospital === undefined) return refuse(404, 'There is no such hospital.');
  const isFirst = index === 0;
  if (parts.length === 2) {
    if (method === 'GET') return [200, hospital];
    if (method === 'DELETE')
      return refuse(409, 'Patients are in this hospital. Discharge or move them first.');
    if (body.version !== hospital.version) return refuse(409, 'Somebody changed this hospital.', hospital);
    hospitals[index] = {
      ...hospital,
      ...body,
      name: body.hospital_name,
      version: hospital.version + 1,
    } as HospitalRecord;
    return [200, hospitals[index]];
  }
  if (parts[2] === 'statistics') return [200, statistics(hospital)];
  if (parts[2] === 'departments')
    return listRoute(method, parts, body, departments, isFirst, { ward_count: 0 });
  if (parts[2] === 'wards' && parts[4] === 'beds') return bedsRoute(method, parts[3] ?? '', body);
  if (parts[2] === 'wards' && method === 'GET') return [200, isFirst ? wards.map(counted) : []];
  if (parts[2] === 'wards')
    return listRoute(method, parts, body, wards, isFirst, { bed_count: 0, occupied: 0, available: 0 });
  return null;
}

function bedsRoute(method: string, wardId: string, body: Body): Reply {
  if (method === 'GET') return [200, allBeds().filter((bed) => bed.ward_id === wardId)];
  const made = (body.beds as Partial<Bed>[]).map((bed, n) => ({
    ...(allBeds()[0] as Bed),
    ...bed,
    bay: bed.bay ?? '',
    id: newId(),
    ward_id: wardId,
    ward_name: wards.find((ward) => ward.id === wardId)?.name ?? '',
    position: 1000 + n,
    state: 'free' as const,
    version: 1,
  }));
  added.push(...made);
  return [201, made];
}

function listRoute(
  method: string,
  parts: readonly string[],
  body: Body,
  list: { id: string; version: number }[],
  isFirst: boolean,
  empty: Body,
): Reply {
  if (method === 'GET') return [200, isFirst ? list : []];
  if (method === 'POST') {
    const made = { ...empty, ...body, id: newId(), version: 1 };
    list.push(made);
    return [201, made];
  }
  const at = list.findIndex((one) => one.id === parts[3]);
  const one = list[at];
  if (one === undefined) return refuse(404, 'There is no such thing.');
  if (method === 'DELETE') {
    list.splice(at, 1);
    return [204, null];
  }
  if (body.version !== one.version) return refuse(409, 'Somebody changed this.', one);
  list[at] = { ...one, ...body, version: one.version + 1 };
  return [200, list[at]];
}
