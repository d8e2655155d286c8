import { useTranslation } from 'react-i18next';
import type { Occupant } from '../../api/types.ts';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { allergyWords } from '../patient/AllergyLine.tsx';
import { cardLabel } from './bed-words.ts';

interface CardWordsProps {
  readonly place: string;
  readonly occupant: Occupant;
  readonly roomy?: boolean;
}

/** Everything a card shows, as one sentence. */
export function CardWords({ place, occupant, roomy = false }: CardWordsProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const nowMs = useNowMs();
  const moment = (instant: string) => formatMoment(instant, zone, nowMs);
  const words = [cardLabel(place, occupant, t)];
  if (roomy) {
    words.push(allergyWords(occupant.allergy_state, occupant.allergies, t));
    const status = occupant.resuscitation_status;
    if (status != null && status !== 'full_treatment')
      words.push(`${t('patient.resuscitation')} ${t(`resuscitation.${status}`)}`);
    if (occupant.responsible_doctor != null) words.push(occupant.responsible_doctor);
  }
  const latest = occupant.latest_observation;
  if (latest != null) words.push(t('ward.observed', { time: moment(latest.taken_at), what: latest.summary }));
  if (occupant.expected_discharge_at != null)
    words.push(t('ward.discharge', { time: moment(occupant.expected_discharge_at) }));
  return words.join(', ');
}
