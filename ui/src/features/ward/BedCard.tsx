import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardBed, Occupant } from '../../api/types.ts';
import { Chip } from '../../design/Chip.tsx';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { Spoken } from '../../design/Spoken.tsx';
import { BedNumber } from '../bed/BedNumber.tsx';
import { PatientName } from '../patient/PatientName.tsx';
import classes from './BedCard.module.css';
import { BedsideFacts } from './BedsideFacts.tsx';
import { bedMatches, gravest } from './board-model.ts';
import { useBoardView } from './board-view.ts';
import { CardFoot } from './CardFoot.tsx';
import { CardWords } from './CardWords.tsx';
import { EmptyBedCard } from './EmptyBedCard.tsx';
import { NoScoreTile } from './NoScoreTile.tsx';
import { useBedDrop, useCardDrag } from './use-card-drag.ts';

interface BedCardProps {
  readonly bed: BoardBed;
  /** There is the height to say what must be known at the bedside. */
  readonly roomy?: boolean;
}

export const BedCard = memo(function BedCard({ bed, roomy = false }: BedCardProps) {
  const { filter, typed } = useBoardView();
  const isDimmed = !bedMatches(bed, filter, typed);
  const occupant = bed.occupant ?? null;
  if (occupant === null) return <EmptyBedCard bed={bed} dimmed={isDimmed} />;
  return <OccupiedCard bed={bed} occupant={occupant} dimmed={isDimmed} roomy={roomy} />;
});

interface OccupiedCardProps {
  readonly bed: BoardBed;
  readonly occupant: Occupant;
  readonly dimmed: boolean;
  readonly roomy: boolean;
}

function OccupiedCard({ bed, occupant, dimmed, roomy }: OccupiedCardProps) {
  const { t } = useTranslation();
  const { open, selected, targets } = useBoardView();
  const drag = useCardDrag(occupant.patient.id);
  const { isOver, handlers } = useBedDrop(bed.id);
  const number = targets?.numbers.get(bed.id);
  const isSource = targets !== null && targets.patientId === occupant.patient.id;
  const alert = gravest(occupant.alerts);
  const isUnanswered = alert?.status === 'active';
  return (
    <button
      type="button"
      className={classes.card}
      {...drag}
      {...handlers}
      data-bed-card
      data-patient={occupant.patient.id}
      data-source={isSource || undefined}
      data-target={targets?.chosen === bed.id || isOver || undefined}
      data-testid={`bed-card-${bed.label}`}
      data-severity={alert?.severity}
      data-unanswered={isUnanswered || undefined}
      data-selected={selected === occupant.patient.id || undefined}
      data-dimmed={(dimmed && !isUnanswered) || undefined}
      onClick={() => {
        open(occupant.patient.id, bed.id);
      }}
    >
      <Spoken
        words={<CardWords place={t('ward.bed', { bed: bed.label })} occupant={occupant} roomy={roomy} />}
      >
        <span className={classes.head}>
          <span className={classes.bed}>{bed.label}</span>
          {number === undefined ? null : <BedNumber number={number} />}
          {alert === null ? null : <SeverityShape severity={alert.severity} size={18} />}
          {occupant.isolation == null ? null : (
            <Chip tone="isolation">
              {t('ward.isolationShort', { kind: t(`isolation.${occupant.isolation}`) })}
            </Chip>
          )}
          <span className={classes.spring} />
          {number === undefined ? <NoScoreTile /> : null}
        </span>
        <span className={classes.name}>
          <PatientName name={occupant.patient} />
        </span>
        {occupant.identity_state === 'unidentified' ? (
          <Chip tone="outlined" icon="question">
            {t('ward.unidentified')}
          </Chip>
        ) : null}
        {occupant.same_surname_beds.length === 0 ? null : (
          <Chip tone="outlined" icon="persons">
            <span className={classes.long}>
              {t('ward.sameSurname', { beds: occupant.same_surname_beds.join(', ') })}
            </span>
            <span className={classes.short}>
              {t('ward.sameSurnameShort', { beds: occupant.same_surname_beds.join(', ') })}
            </span>
          </Chip>
        )}
        {roomy ? <BedsideFacts occupant={occupant} /> : null}
        <CardFoot occupant={occupant} alert={alert} />
      </Spoken>
    </button>
  );
}
