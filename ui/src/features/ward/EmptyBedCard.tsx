import { useTranslation } from 'react-i18next';
import type { BoardBed } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { Spoken } from '../../design/Spoken.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { BedNumber } from '../bed/BedNumber.tsx';
import { bedStateIcon, emptyWords, leftOfReservation } from './bed-words.ts';
import classes from './BedCard.module.css';
import { useBoardView } from './board-view.ts';
import { useBedDrop } from './use-card-drag.ts';

interface EmptyBedCardProps {
  readonly bed: BoardBed;
  readonly dimmed: boolean;
}

/** Free, reserved and for how long, being cleaned, or closed and why. Those who may open what can be done with it. */
export function EmptyBedCard({ bed, dimmed }: EmptyBedCardProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const nowMs = useNowMs();
  const { mayWrite, openBed, targets } = useBoardView();
  const { isOver, handlers } = useBedDrop(bed.id);
  const { left, lines, note } = emptyWords(bed, zone, nowMs, t);
  const number = targets?.numbers.get(bed.id);
  const name = [t('ward.bed', { bed: bed.label }), t(`bedState.${bed.state}`), left, ...lines, note]
    .filter((word) => word !== null)
    .join(', ');
  const shared = {
    className: classes.card,
    'data-bed-card': true,
    'data-empty': bed.state,
    'data-empty-bed': bed.id,
    'data-dimmed': dimmed || undefined,
    'data-target': targets?.chosen === bed.id || isOver || undefined,
    'data-testid': `bed-card-${bed.label}`,
    ...handlers,
  };
  const inside = (
    <Spoken words={name}>
      <span className={classes.head}>
        <span className={classes.bed}>{bed.label}</span>
        {number === undefined ? null : <BedNumber number={number} />}
      </span>
      <span className={classes.state}>
        <Icon name={bedStateIcon(bed)} size={14} />
        {t(`bedState.${bed.state}`)}
      </span>
      <span className={classes.reason}>
        {lines.map((line, index) => (
          <span key={line}>
            {index === 0 && left !== null ? (
              <>
                <strong>{left}</strong>,{' '}
              </>
            ) : null}
            <bdi>{line}</bdi>
          </span>
        ))}
        {note === null ? null : (
          <span className={classes.note} title={note}>
            <bdi>{note}</bdi>
          </span>
        )}
      </span>
      {bed.reservation == null ? null : (
        <span className={classes.left}>
          <span style={{ inlineSize: `${String(Math.round(leftOfReservation(bed, nowMs) * 100))}%` }} />
        </span>
      )}
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
