import { useTranslation } from 'react-i18next';
import type { BoardAlert, Occupant } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { ageAndSex } from './bed-words.ts';
import classes from './BedCard.module.css';

interface CardFootProps {
  readonly occupant: Occupant;
  readonly alert: BoardAlert | null;
}

export function CardFoot({ occupant, alert }: CardFootProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.foot}>
      <span>{ageAndSex(occupant, t)}</span>
      {alert === null || alert.status === 'active' ? null : (
        <span className={classes.answered}>
          <Icon name={alert.status === 'responding' ? 'run' : 'check'} size={12} />
          {alert.status === 'responding' ? t('ward.responding') : t('ward.acknowledged')}
        </span>
      )}
      <span className={classes.spring} />
      {occupant.wearable == null ? null : (
        <span title={t('ward.watch', { device: occupant.wearable.device_label })}>
          <Icon name="watch" size={12} />
        </span>
      )}
      {occupant.expected_discharge_at == null ? null : <Discharge at={occupant.expected_discharge_at} />}
    </span>
  );
}

/** A card has room for a time on the day itself and for a short date on any other. */
function Discharge({ at }: { readonly at: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const moment = formatMoment(at, zone, now);
  const short = moment.length <= 5 ? moment : moment.slice(0, 6);
  return (
    <span className={classes.fact} title={t('ward.discharge', { time: moment })}>
      <Icon name="leaving" size={12} />
      {short}
    </span>
  );
}
