import type { TFunction } from 'i18next';
import type { BoardBed, Occupant } from '../../api/types.ts';
import { genderLetter } from '../patient/gender.ts';
import { nameText } from '../patient/PatientName.tsx';
import { gravest } from './board-model.ts';

/** Age and sex as on a card: `71 M`. */
export function ageAndSex(occupant: Occupant, t: TFunction): string {
  return `${occupant.patient.age_years} ${genderLetter(occupant.patient.gender, t)}`;
}

/** What a screen reader says of a card. */
export function cardLabel(place: string, occupant: Occupant, t: TFunction): string {
  const alert = gravest(occupant.alerts);
  const words = [place, nameText(occupant.patient), ageAndSex(occupant, t)];
  if (alert !== null)
    words.push(
      t('ward.alertOn', {
        severity: t(`severity.${alert.severity}`),
        state: t(`alertStatus.${alert.status}`),
      }),
    );
  if (occupant.isolation != null)
    words.push(t('ward.isolation', { kind: t(`isolation.${occupant.isolation}`) }));
  if (occupant.same_surname_beds.length > 0)
    words.push(t('ward.sameSurname', { beds: occupant.same_surname_beds.join(', ') }));
  return words.join(', ');
}

const ICONS = {
  free: 'bed',
  reserved: 'clock',
  cleaning: 'broom',
  closed: 'closed',
  occupied: 'person',
} as const;

export function bedStateIcon(bed: BoardBed) {
  return ICONS[bed.state];
}
