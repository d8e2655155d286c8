/** Beds and stays of the made-up hospital: enough behaviour to work with every panel beside the board. */
import type { BedOption, BoardBed, HospitalTransfer, Occupant } from '../src/api/types.ts';
import * as data from './mock-data.ts';

type Reply = [number, unknown];
type Body = Record<string, unknown>;
type Emit = (wardId: string) => void;

const hospital = { id: data.hospital.id, name: data.hospital.name };

interface Placed {
  readonly ward: (typeof data.wards)[number];
  readonly beds: BoardBed[];
  readonly index: number;
}

function bedBy(id: unknown): Placed | null {
  for (const ward of data.wards) {
    const beds = data.bedsOfWard(ward.id);
    const index = beds.findIndex((bed) => bed.id === id);
    if (index >= 0) return { ward, beds, index };
  }
  return null;
}

function bedOfPatient(id: unknown): Placed | null {
  for (const ward of data.wards) {
    const beds = data.bedsOfWard(ward.id);
    const index = beds.findIndex((bed) => bed.occupant?.patient.id === id);
    if (index >= 0) return { ward, beds, index };
  }
  return null;
}

function set(placed: Placed, change: Partial<BoardBed>): BoardBed {
  const before = placed.beds[placed.index] as BoardBed;
  const next = {
    ...before,
    occupant: null,
    reservation: null,
    ready_about: null,
    state_reason: null,
    state_since: new Date().toISOString(),
    ...change,
    version: before.version + 1,
  } as BoardBed;
  placed.beds[placed.index] = next;
  return next;
}

const cleaning = { state: 'cleaning', ready_about: data.ago(-45 * 60) } as const;
const full = (placed: Placed, bed: BoardBed) => ({
  ...bed,
  ward_id: placed.ward.id,
  ward_name: placed.ward.name,
  occupant: bed.occupant?.patient ?? null,
});

function admissionOf(occupant: Occupant, placed: Placed | null) {
  return {
    id: occupant.admission_id,
    hospital_id: hospital.id,
    hospital_name: hospital.name,
    ward_id: placed?.ward.id ?? data.wards[0]?.id,
    ward_name: placed?.ward.name ?? data.wards[0]?.name,
    bed_id: placed?.beds[placed.index]?.id ?? null,
    bed_label: placed?.beds[placed.index]?.label ?? null,
    treatment_type: 'inpatient',
    reason: 'Shortness of breath',
    place: occupant.place ?? null,
    isolation: occupant.isolation ?? null,
    needs: occupant.needs,
    responsible_doctor: { id: data.doctorIds[0], full_name: 'Dr Amara Obi' },
    admitted_at: occupant.admitted_at,
    expected_discharge_at: occupant.expected_discharge_at ?? null,
    version: occupant.admission_version,
  };
}

const GRADE = { suits: 0, lacks: 1, cleaning: 2, reserved: 3, occupied: 4, closed: 5 } as const;

function options(query: URLSearchParams): BedOption[] {
  const stay = data.wards
    .flatMap((ward) => [...data.bedsOfWard(ward.id).map((bed) => bed.occupant), ...data.awayOf(ward.id)])
    .find((one) => one?.admission_id === query.get('admission_id'));
  const needs = [...(stay?.needs ?? []), ...(query.get('needs') ?? '').split(',').filter((n) => n !== '')];
  if (stay?.isolation != null || query.has('isolation')) needs.push('isolation');
  const found = data.wards.flatMap((ward) =>
    data.bedsOfWard(ward.id).map((bed, index): BedOption => {
      const placed = { ward, beds: data.bedsOfWard(ward.id), index };
      const lacks = needs.filter((need) => !bed.capabilities.includes(need));
      const fit =
        bed.state === 'free' || bed.state === 'occupied' ? (lacks.length > 0 ? 'lacks' : 'suits') : bed.state;
      return {
        bed: full(placed, bed),
        fit,
        lacks,
        ...(bed.occupant == null
          ? {}
          : { swap_with: bed.occupant.patient, swap_with_version: bed.occupant.admission_version }),
      } as unknown as BedOption;
    }),
  );
  const rank = (one: BedOption) =>
    GRADE[one.fit] * 4 + (one.swap_with == null ? 0 : 2) + (one.bed.ward_id === query.get('ward_id') ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, 24);
}

export const transfers: HospitalTransfer[] = [
  {
    id: '00000000-0000-7000-8000-000000008001',
    patient: data.patientById('00000000-0000-7000-8000-000000001052'),
    from_hospital: 'Riverside Community Hospital',
    to_hospital: hospital.name,
    status: 'requested',
    reason: 'Needs non-invasive ventilation; oxygen 4 L, contact isolation',
    requested_at: data.ago(1_500),
    incoming: true,
    allowed_actions: ['accept', 'decline'],
    version: 1,
  },
  {
    id: '00000000-0000-7000-8000-000000008002',
    patient: data.patientById('00000000-0000-7000-8000-000000001053'),
    from_hospital: 'St Brannock’s',
    to_hospital: hospital.name,
    status: 'in_transit',
    reason: 'Step down from intensive care',
    requested_at: data.ago(9_000),
    departed_at: data.ago(1_200),
    incoming: true,
    allowed_actions: ['arrive'],
    version: 3,
  },
] as unknown as HospitalTransfer[];

const conflict = (detail: string, more: object = {}): Reply => [
  409,
  { type: 'about:blank', title: 'Conflict', status: 409, detail, ...more },
];

function move(patientId: string, body: Body, emit: Emit): Reply {
  const from = bedOfPatient(patientId);
  const away = data.wards.flatMap((ward) => data.awayOf(ward.id)).find((one) => one.patient.id === patientId);
  const occupant = from?.beds[from.index]?.occupant ?? away;
  if (occupant == null) return conflict('This patient is not admitted.');
  const next = {
    ...occupant,
    place: null,
    away_since: null,
    admission_version: occupant.admission_version + 1,
  };
  const fromLabel = from?.beds[from.index]?.label ?? null;
  const moves = [];
  if (body.bed_id !== undefined) {
    const to = bedBy(body.bed_id);
    if (to === null) return conflict('There is no such bed.');
    const other = to.beds[to.index]?.occupant ?? null;
    const toLabel = to.beds[to.index]?.label ?? '';
    if (from !== null && other !== null)
      set(from, {
        state: 'occupied',
        occupant: { ...other, admission_version: other.admission_version + 1 },
      });
    else if (from !== null) set(from, cleaning);
    else data.takeFromLane(patientId);
    set(to, { state: 'occupied', occupant: next });
    moves.push({
      admission_id: next.admission_id,
      patient: next.patient,
      from_bed: fromLabel,
      to_bed: toLabel,
    });
    if (other !== null)
      moves.push({
        admission_id: other.admission_id,
        patient: other.patient,
        from_bed: toLabel,
        to_bed: fromLabel,
      });
    emit(to.ward.id);
  } else if (from !== null) {
    set(
      from,
      typeof body.keep_bed_until === 'string'
        ? {
            state: 'reserved',
            reservation: {
              id: next.admission_id,
              patient: next.patient,
              from: new Date().toISOString(),
              until: body.keep_bed_until,
            },
          }
        : cleaning,
    );
    data.putIntoLane(from.ward.id, {
      ...next,
      place: String(body.place),
      away_since: new Date().toISOString(),
    });
    moves.push({ admission_id: next.admission_id, patient: next.patient, from_bed: fromLabel, to_bed: null });
  }
  if (from !== null) emit(from.ward.id);
  return [200, { moves, admission: admissionOf(next, from) }];
}

function bedRoute(parts: string[], method: string, body: Body, emit: Emit): Reply | null {
  const placed = bedBy(parts[3]);
  if (placed === null) return null;
  if (parts[4] === 'reservation') {
    const bed =
      method === 'DELETE'
        ? set(placed, { state: 'free' })
        : set(placed, {
            state: 'reserved',
            reservation: {
              id: 'r',
              from: new Date().toISOString(),
              until: String(body.until),
              reason: (body.reason as string | undefined) ?? null,
              patient: typeof body.patient_id === 'string' ? data.patientById(body.patient_id) : null,
            },
          });
    emit(placed.ward.id);
    return [200, full(placed, bed)];
  }
  const state = body.state === 'in_service' ? 'free' : body.state;
  const before = placed.beds[placed.index] as BoardBed;
  const bed = set(placed, {
    ...(state === undefined ? { state: before.state, occupant: before.occupant ?? null } : {}),
    ...(state === 'cleaning' ? cleaning : {}),
    ...(state === 'free' || state === 'closed' ? { state } : {}),
    ...(typeof body.state_reason === 'string' ? { state_reason: body.state_reason } : {}),
    ...(typeof body.label === 'string' ? { label: body.label } : {}),
    ...(typeof body.bay === 'string' ? { bay: body.bay } : {}),
    ...(Array.isArray(body.capabilities) ? { capabilities: body.capabilities as string[] } : {}),
  });
  emit(placed.ward.id);
  return [200, full(placed, bed)];
}

/** Answers what is about beds and stays; null where it is not. */
export function stays(
  method: string,
  path: string,
  query: URLSearchParams,
  body: Body,
  emit: Emit,
): Reply | null {
  const parts = path.split('/').slice(2);
  if (parts[0] === 'hospitals' && parts[2] === 'bed-options') return [200, options(query)];
  if (parts[0] === 'hospitals' && parts[2] === 'transfers') return [200, transfers];
  if (parts[0] === 'hospitals' && parts[2] === 'beds') return bedRoute(parts, method, body, emit);
  if (parts[0] === 'hospital-transfers') {
    const index = transfers.findIndex((one) => one.id === parts[1]);
    const before = transfers[index];
    if (before === undefined) return null;
    const status = ({ accept: 'accepted', decline: 'declined', arrive: 'arrived' } as const)[
      parts[2] as 'accept'
    ];
    const next = { ...before, status, allowed_actions: [], version: before.version + 1 };
    transfers.splice(index, 1);
    return [200, next];
  }
  if (parts[0] === 'hospitals' && parts[2] === 'patients') {
    const patientId = parts[3] ?? '';
    if (parts[4] === 'transfer') return move(patientId, body, emit);
    if (parts[4] === 'discharge') {
      const from = bedOfPatient(patientId);
      if (from === null) return conflict('This patient is not admitted.');
      const occupant = from.beds[from.index]?.occupant as Occupant;
      set(from, cleaning);
      emit(from.ward.id);
      return [200, { ...admissionOf(occupant, null), discharged_at: new Date().toISOString() }];
    }
    if (parts[4] === 'admit') {
      const to = bedBy(body.bed_id);
      const occupant = data.newcomer(patientId);
      if (to === null) {
        const there = { ...occupant, place: String(body.place) };
        data.putIntoLane(data.wards[0]?.id ?? '', there);
        emit(data.wards[0]?.id ?? '');
        return [201, admissionOf(there, null)];
      }
      if (to.beds[to.index]?.state === 'occupied') {
        const free = data.wards.flatMap((ward) =>
          data
            .bedsOfWard(ward.id)
            .map((bed, index) => ({ bed, index }))
            .filter(({ bed }) => bed.state === 'free')
            .map(({ bed, index }) => full({ ward, beds: [], index }, bed)),
        );
        return conflict('This bed has just been taken.', { free_beds: free });
      }
      set(to, { state: 'occupied', occupant });
      emit(to.ward.id);
      return [201, admissionOf(occupant, to)];
    }
  }
  if (parts[0] === 'admissions') {
    for (const ward of data.wards)
      for (const [index, bed] of data.bedsOfWard(ward.id).entries())
        if (bed.occupant != null && bed.occupant.admission_id === parts[1]) {
          const lying = bed.occupant;
          const placed = { ward, beds: data.bedsOfWard(ward.id), index };
          if (parts[2] === 'cancel') {
            const occupant = lying;
            set(placed, cleaning);
            emit(ward.id);
            return [200, admissionOf(occupant, null)];
          }
          if (method === 'PATCH') {
            const occupant: Occupant = {
              ...lying,
              isolation: (body.isolation as Occupant['isolation']) ?? null,
              needs: (body.needs as string[] | undefined) ?? [],
              expected_discharge_at: (body.expected_discharge_at as string | null) ?? null,
              admission_version: lying.admission_version + 1,
            };
            set(placed, { state: 'occupied', occupant });
            emit(ward.id);
            return [200, admissionOf(occupant, placed)];
          }
          return [200, admissionOf(lying, placed)];
        }
  }
  return null;
}
