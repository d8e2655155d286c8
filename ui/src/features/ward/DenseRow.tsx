import { useTranslation } from 'react-i18next';
import type { BoardBed, Occupant } from '../../api/types.ts';
import { Chip } from '../../design/Chip.tsx';
import { Icon } from '../../design/Icon.tsx';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { PatientName } from '../patient/PatientName.tsx';
import { ageAndSex, bedStateIcon, cardLabel } from './bed-words.ts';
import { awayMatches, bedMatches, gravest } from './board-model.ts';
import { useBoardView } from './board-view.ts';
import classes from './DenseRow.module.css';
import { NoScoreTile } from './NoScoreTile.tsx';

export function DenseRow({ bed }: { readonly bed: BoardBed }) {
  const { t } = useTranslation();
  const { filter, typed } = useBoardView();
  const isMatch = bedMatches(bed, filter, typed);
  const occupant = bed.occupant ?? null;
  if (occupant !== null) {
    const place = t('ward.bed', { bed: bed.label });
    return (
      <PersonRow occupant={occupant} label={bed.label} place={place} open={bed.label} isMatch={isMatch} />
    );
  }
  return (
    <div
      className={classes.row}
      data-bed-card
      data-empty={bed.state}
      data-dimmed={!isMatch || undefined}
      data-testid={`bed-card-${bed.label}`}
      tabIndex={0}
      role="group"
      aria-label={`${t('ward.bed', { bed: bed.label })}, ${t(`bedState.${bed.state}`)}`}
    >
      <span className={classes.bed}>{bed.label}</span>
      <span className={classes.tile} />
      <span className={classes.state}>
        <Icon name={bedStateIcon(bed)} size={14} />
        <strong>{t(`bedState.${bed.state}`)}</strong>
        {bed.state_reason == null ? null : <bdi>{bed.state_reason}</bdi>}
      </span>
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
      open={place}
      isMatch={awayMatches(away, filter, typed)}
      note={place}
    />
  );
}

interface PersonRowProps {
  readonly occupant: Occupant;
  readonly label: string;
  readonly place: string;
  readonly open: string;
  readonly isMatch: boolean;
  readonly note?: string;
}

function PersonRow({ occupant, label, place, open: openAs, isMatch, note }: PersonRowProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const { open, selected } = useBoardView();
  const alert = gravest(occupant.alerts);
  const isUnanswered = alert?.status === 'active';
  const discharge = occupant.expected_discharge_at;
  return (
    <button
      type="button"
      className={classes.row}
      data-bed-card
      data-testid={`bed-card-${label}`}
      data-severity={alert?.severity}
      data-unanswered={isUnanswered || undefined}
      data-selected={selected === occupant.patient.id || undefined}
      data-dimmed={(!isMatch && !isUnanswered) || undefined}
      aria-label={cardLabel(place, occupant, t)}
      onClick={() => {
        open(occupant.patient.id, openAs);
      }}
    >
      <span className={classes.bed}>{label}</span>
      <span className={classes.tile}>
        <NoScoreTile size="row" />
      </span>
      <span className={classes.name}>
        <PatientName name={occupant.patient} />{' '}
        <span className={classes.age}>
          {ageAndSex(occupant, t)}
          {note === undefined ? null : `, ${note}`}
        </span>{' '}
        {occupant.same_surname_beds.length === 0 ? null : (
          <Chip tone="outlined">
            {t('ward.sameSurnameShort', { beds: occupant.same_surname_beds.join(', ') })}
          </Chip>
        )}
      </span>
      <span className={classes.discharge}>
        {discharge == null ? null : formatMoment(discharge, zone, now).slice(0, 6)}
      </span>
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
    </button>
  );
}
