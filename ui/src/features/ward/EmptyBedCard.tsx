import { useTranslation } from 'react-i18next';
import type { BoardBed } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { bedStateIcon } from './bed-words.ts';
import classes from './BedCard.module.css';

interface EmptyBedCardProps {
  readonly bed: BoardBed;
  readonly dimmed: boolean;
}

/** Free, being cleaned, or closed and why. */
export function EmptyBedCard({ bed, dimmed }: EmptyBedCardProps) {
  const { t } = useTranslation();
  const since = useSince(bed);
  return (
    <div
      className={classes.card}
      data-bed-card
      data-empty={bed.state}
      data-dimmed={dimmed || undefined}
      data-testid={`bed-card-${bed.label}`}
      role="group"
      tabIndex={0}
      aria-label={`${t('ward.bed', { bed: bed.label })}, ${t(`bedState.${bed.state}`)}`}
    >
      <span className={classes.head}>
        <span className={classes.bed}>{bed.label}</span>
      </span>
      <span className={classes.state}>
        <Icon name={bedStateIcon(bed)} size={14} />
        {t(`bedState.${bed.state}`)}
      </span>
      <span className={classes.reason}>
        {since === null ? null : <span>{since}</span>}
        {bed.state_reason == null ? null : <bdi>{bed.state_reason}</bdi>}
      </span>
    </div>
  );
}

function useSince(bed: BoardBed): string | null {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  if (bed.state === 'free') return null;
  return t('ward.since', { time: formatMoment(bed.state_since, zone, now) });
}
