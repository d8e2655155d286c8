import { useTranslation } from 'react-i18next';
import type { Occupant } from '../../api/types.ts';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { Spoken } from '../../design/Spoken.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { PatientName } from '../patient/PatientName.tsx';
import classes from './AwayLane.module.css';
import { ageAndSex } from './bed-words.ts';
import { awayMatches, gravest } from './board-model.ts';
import { useBoardView } from './board-view.ts';
import { CardWords } from './CardWords.tsx';
import { NoScoreTile } from './NoScoreTile.tsx';
import { useCardDrag } from './use-card-drag.ts';

interface AwayLaneProps {
  readonly away: readonly Occupant[];
  readonly place: 'beside' | 'row';
}

/** Patients of the ward who are in no bed of it: corridor, theatre, leave. */
export function AwayLane({ away, place }: AwayLaneProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.lane} data-place={place} aria-label={t('ward.away')}>
      <h2 className={classes.title}>{t('ward.awayCount', { count: away.length })}</h2>
      {away.map((person) => (
        <AwayPerson key={person.admission_id} person={person} />
      ))}
    </section>
  );
}

function AwayPerson({ person }: { readonly person: Occupant }) {
  const { t } = useTranslation();
  const { filter, typed, open, selected } = useBoardView();
  const zone = useZone();
  const nowMs = useNowMs();
  const drag = useCardDrag(person.patient.id);
  const alert = gravest(person.alerts);
  const isUnanswered = alert?.status === 'active';
  const place = person.place ?? t('ward.placeUnknown');
  return (
    <button
      type="button"
      className={classes.person}
      {...drag}
      data-bed-card
      data-patient={person.patient.id}
      data-testid={`away-${person.patient.code}`}
      data-severity={alert?.severity}
      data-selected={selected === person.patient.id || undefined}
      data-dimmed={(!isUnanswered && !awayMatches(person, filter, typed)) || undefined}
      onClick={() => {
        open(person.patient.id, null);
      }}
    >
      <Spoken words={<CardWords place={place} occupant={person} />}>
        <NoScoreTile size="row" />
        <span className={classes.words}>
          <strong>
            <PatientName name={person.patient} />
          </strong>
          <span>
            {ageAndSex(person, t)}, <bdi>{place}</bdi>
            {person.away_since == null ? null : (
              <>
                ,{' '}
                <span className="unbroken">
                  {t('stay.since', { time: formatMoment(person.away_since, zone, nowMs) })}
                </span>
              </>
            )}
          </span>
        </span>
        {alert === null ? null : <SeverityShape severity={alert.severity} size={18} />}
      </Spoken>
    </button>
  );
}
