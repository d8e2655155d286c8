import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardBed, Occupant } from '../../api/types.ts';
import { Chip } from '../../design/Chip.tsx';
import { Icon } from '../../design/Icon.tsx';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { Spoken } from '../../design/Spoken.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { BedNumber } from '../bed/BedNumber.tsx';
import { PatientName } from '../patient/PatientName.tsx';
import { ageAndSex, bedStateIcon, emptyWords } from './bed-words.ts';
import { awayMatches, bedMatches, gravest } from './board-model.ts';
import { useBoardView } from './board-view.ts';
import { CardWords } from './CardWords.tsx';
import classes from './DenseRow.module.css';
import { NoScoreTile } from './NoScoreTile.tsx';
import { useShortMoment } from './short-moment.ts';
import { useBedDrop, useCardDrag } from './use-card-drag.ts';

export const DenseRow = memo(function DenseRow({ bed }: { readonly bed: BoardBed }) {
  const { t } = useTranslation();
  const { filter, typed } = useBoardView();
  const isMatch = bedMatches(bed, filter, typed);
  const occupant = bed.occupant ?? null;
  if (occupant !== null) {
    const place = t('ward.bed', { bed: bed.label });
    return <PersonRow occupant={occupant} label={bed.label} place={place} bedId={bed.id} isMatch={isMatch} />;
  }
  return <EmptyRow bed={bed} isMatch={isMatch} />;
});

function EmptyRow({ bed, isMatch }: { readonly bed: BoardBed; readonly isMatch: boolean }) {
  const { t } = useTranslation();
  const zone = useZone();
  const nowMs = useNowMs();
  const { mayWrite, openBed, targets } = useBoardView();
  const { isOver, handlers } = useBedDrop(bed.id);
  const { left, lines, note } = emptyWords(bed, zone, nowMs, t);
  const facts = [left, ...lines].filter((word) => word !== null);
  const details = [...facts, ...(note === null ? [] : [note])].join(', ');
  const number = targets?.numbers.get(bed.id);
  const name = [t('ward.bed', { bed: bed.label }), t(`bedState.${bed.state}`), details]
    .filter((word) => word !== '')
    .join(', ');
  const shared = {
    className: classes.row,
    'data-bed-card': true,
    'data-empty': bed.state,
    'data-empty-bed': bed.id,
    'data-dimmed': !isMatch || undefined,
    'data-target': targets?.chosen === bed.id || isOver || undefined,
    'data-testid': `bed-card-${bed.label}`,
    ...handlers,
  };
  const inside = (
    <Spoken words={name}>
      <span className={classes.bed}>{bed.label}</span>
      <span className={classes.tile}>{number === undefined ? null : <BedNumber number={number} />}</span>
      <span className={classes.state}>
        <Icon name={bedStateIcon(bed)} size={14} />
        <strong>{t(`bedState.${bed.state}`)}</strong>
        <span className={classes.details}>
          <bdi>{facts.join(', ')}</bdi>
          {note === null ? null : (
            <span className={classes.note} title={note}>
              <bdi>{note}</bdi>
            </span>
          )}
        </span>
      </span>
    </Spoken>
  );
  return mayWrite ? (
    <button
      {...shared}
      type="button"
      onClick={() => {
        openBed(bed.id);
      }}
    >
      {inside}
    </button>
  ) : (
    <div {...shared} role="group" aria-label={name} tabIndex={0}>
      {inside}
    </div>
  );
}
export function DenseAwayRow({ away }: { readonly away: Occupant }) {
  const { t } = useTranslation();
  const { filter, typed } = useBoardView();
  const place = away.place ?? t('ward.placeUnknown');
  return (
    <PersonRow
      occupant={away}
      label={t('ward.noScoreSign')}
      place={place}
      bedId={null}
      isMatch={awayMatches(away, filter, typed)}
      note={place}
    />
  );
}

interface PersonRowProps {
  readonly occupant: Occupant;
  readonly label: string;
  readonly place: string;
  readonly bedId: string | null;
  readonly isMatch: boolean;
  readonly note?: string;
}

function PersonRow({ occupant, label, place, bedId, isMatch, note }: PersonRowProps) {
  const { t } = useTranslation();
  const { open, selected, targets } = useBoardView();
  const drag = useCardDrag(occupant.patient.id);
  const { isOver, handlers } = useBedDrop(bedId ?? '');
  const short = useShortMoment();
  const number = bedId === null ? undefined : targets?.numbers.get(bedId);
  const [differs] = occupant.disagreements;
  const alert = gravest(occupant.alerts);
  const isUnanswered = alert?.status === 'active';
  const discharge = occupant.expected_discharge_at;
  return (
    <button
      type="button"
      className={classes.row}
      {...drag}
      {...(bedId === null ? {} : handlers)}
      data-bed-card
      data-patient={occupant.patient.id}
      data-source={targets?.patientId === occupant.patient.id || undefined}
      data-target={(bedId !== null && targets?.chosen === bedId) || isOver || undefined}
      data-testid={`bed-card-${label}`}
      data-severity={alert?.severity}
      data-unanswered={isUnanswered || undefined}
      data-selected={selected === occupant.patient.id || undefined}
      data-dimmed={(!isMatch && !isUnanswered) || undefined}
      onClick={() => {
        open(occupant.patient.id, bedId);
      }}
    >
      <Spoken words={<CardWords place={place} occupant={occupant} />}>
        <span className={classes.bed}>{label}</span>
        <span className={classes.tile}>
          {number === undefined ? <NoScoreTile size="row" /> : <BedNumber number={number} />}
        </span>
        <span className={classes.name}>
          <PatientName name={occupant.patient} />{' '}
          <span className={classes.age}>
            {ageAndSex(occupant, t)}
            {note === undefined ? null : `, ${note}`}
          </span>{' '}
          {occupant.identity_state === 'unidentified' ? (
            <Chip tone="outlined">{t('ward.unidentified')}</Chip>
          ) : null}
          {differs === undefined ? null : (
            <span className={classes.differs} title={occupant.disagreements.join('; ')}>
              <Icon name="differs" size={12} /> <bdi>{differs}</bdi>
            </span>
          )}
          {occupant.same_surname_beds.length === 0 ? null : (
            <Chip tone="outlined">
              {t('ward.sameSurnameShort', { beds: occupant.same_surname_beds.join(', ') })}
            </Chip>
          )}
        </span>
        <span className={classes.seen} title={occupant.latest_observation?.summary}>
          {occupant.latest_observation == null ? null : short(occupant.latest_observation.taken_at)}
        </span>
        <span className={classes.discharge}>{discharge == null ? null : short(discharge)}</span>
        <span className={classes.flag}>
          {occupant.isolation == null ? null : (
            <span
              className={classes.isolation}
              title={t('ward.isolation', { kind: t(`isolation.${occupant.isolation}`) })}
            >
              <Icon name="shield" size={14} />
            </span>
          )}
        </span>
        <span className={classes.flag}>
          {alert === null ? null : <SeverityShape severity={alert.severity} size={18} />}
        </span>
      </Spoken>
    </button>
  );
}
