import type { TFunction } from 'i18next';
import type { BoardBed, Occupant } from '../../api/types.ts';
import { formatAge, formatMoment } from '../../lib/time/format.ts';
import { capabilityWord } from '../bed/capability.ts';
import { genderLetter } from '../patient/gender.ts';
import { nameText } from '../patient/PatientName.tsx';
import { gravest } from './board-model.ts';

/** Age and sex as on a card: `71 M`, and `9 h M` for a newborn. */
export function ageAndSex(occupant: Occupant, t: TFunction): string {
  const sex = genderLetter(occupant.patient.gender, t);
  if (occupant.age_hours != null) return t('ward.hoursAndSex', { hours: occupant.age_hours, sex });
  const { age_years: age, date_of_birth_is_estimated: isEstimated } = occupant.patient;
  return isEstimated ? t('ward.aboutAndSex', { age, sex }) : `${age} ${sex}`;
}

/** What a screen reader says of a card. */
export function cardLabel(place: string, occupant: Occupant, t: TFunction): string {
  const alert = gravest(occupant.alerts);
  const words = [place, nameText(occupant.patient), ageAndSex(occupant, t)];
  if (occupant.identity_state === 'unidentified') words.push(t('ward.unidentified'));
  if (alert !== null)
    words.push(
      t('ward.alertOn', {
        severity: t(`severity.${alert.severity}`),
        state: t(`alertStatus.${alert.status}`),
      }),
    );
  if (occupant.isolation != null)
    words.push(t('ward.isolation', { kind: t(`isolation.${occupant.isolation}`) }));
  if (occupant.needs.length > 0) words.push(t('ward.needs', { list: needsText(occupant, t) }));
  if (occupant.same_surname_beds.length > 0)
    words.push(t('ward.sameSurname', { beds: occupant.same_surname_beds.join(', ') }));
  if (occupant.disagreements.length > 0)
    words.push(t('ward.disagrees', { what: occupant.disagreements.join(', ') }));
  return words.join(', ');
}

export function needsText(occupant: Occupant, t: TFunction): string {
  return occupant.needs.map((name) => capabilityWord(name, t)).join(', ');
}

const ICONS = {
  free: 'bed',
  reserved: 'bookmark',
  cleaning: 'broom',
  closed: 'closed',
  occupied: 'person',
} as const;

export function bedStateIcon(bed: Pick<BoardBed, 'state'>) {
  return ICONS[bed.state];
}

export interface EmptyWords {
  /** The one thing that runs: how long a reservation still holds. */
  readonly left: string | null;
  readonly lines: readonly string[];
  /** What somebody wrote about it; it may be long. */
  readonly note: string | null;
}

const NOTHING: EmptyWords = { left: null, lines: [], note: null };

function written(text: string | null | undefined): string | null {
  return text == null || text === '' ? null : text;
}

/** Why nobody lies in a bed: since when, until when, for whom, what is wrong with it. */
export function emptyWords(bed: BoardBed, zone: string, nowMs: number, t: TFunction): EmptyWords {
  const moment = (instant: string) => formatMoment(instant, zone, nowMs);
  const { reservation } = bed;
  switch (bed.state) {
    case 'reserved': {
      if (reservation == null) return NOTHING;
      const lines = [t('ward.until', { time: moment(reservation.until) })];
      const who = reservation.patient == null ? null : nameText(reservation.patient);
      if (who !== null) lines.push(who);
      const left = t('bed.left', { time: formatAge(nowMs, Date.parse(reservation.until)) });
      return { left, lines, note: written(reservation.reason) };
    }
    case 'cleaning':
      return {
        left: null,
        lines: [
          t('ward.since', { time: moment(bed.state_since) }),
          ...(bed.ready_about == null ? [] : [t('ward.ready', { time: moment(bed.ready_about) })]),
        ],
        note: null,
      };
    case 'closed':
      return {
        left: null,
        lines: [t('ward.since', { time: moment(bed.state_since) })],
        note: written(bed.state_reason),
      };
    default:
      return NOTHING;
  }
}

/** How much of a reservation is left, of all of it: 1 at its beginning, 0 when it lapses. */
export function leftOfReservation(bed: BoardBed, nowMs: number): number {
  const from = Date.parse(bed.reservation?.from ?? '');
  const until = Date.parse(bed.reservation?.until ?? '');
  if (!(until > from)) return 0;
  return Math.min(1, Math.max(0, (until - nowMs) / (until - from)));
}
