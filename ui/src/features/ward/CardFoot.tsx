import { useTranslation } from 'react-i18next';
import type { BoardAlert, Occupant } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { capabilityIcon } from '../bed/capability.ts';
import { ageAndSex, needsText } from './bed-words.ts';
import classes from './BedCard.module.css';
import { useShortMoment } from './short-moment.ts';

interface CardFootProps {
  readonly occupant: Occupant;
  readonly alert: BoardAlert | null;
}

export function CardFoot({ occupant, alert }: CardFootProps) {
  const { t } = useTranslation();
  const [differs] = occupant.disagreements;
  return (
    <>
      <span className={classes.foot}>
        <span>{ageAndSex(occupant, t)}</span>
        {alert === null || alert.status === 'active' ? null : (
          <span className={classes.answered}>
            <Icon name={alert.status === 'responding' ? 'run' : 'check'} size={12} />
            {alert.status === 'responding' ? t('ward.responding') : t('ward.acknowledged')}
          </span>
        )}
        <Needs occupant={occupant} />
        <span className={classes.spring} />
        {occupant.wearable == null ? null : (
          <span title={t('ward.watch', { device: occupant.wearable.device_label })}>
            <Icon name="watch" size={12} />
          </span>
        )}
        <Observed occupant={occupant} />
        {occupant.expected_discharge_at == null ? null : <Discharge at={occupant.expected_discharge_at} />}
      </span>
      {differs === undefined ? null : (
        <span className={classes.differs} title={occupant.disagreements.join('; ')}>
          <Icon name="differs" size={12} />
          <bdi>{differs}</bdi>
          {occupant.disagreements.length > 1 ? ` +${String(occupant.disagreements.length - 1)}` : null}
        </span>
      )}
    </>
  );
}

/** What the place must have: a small picture each, the words on hovering and for a screen reader. */
function Needs({ occupant }: { readonly occupant: Occupant }) {
  const { t } = useTranslation();
  const icons = occupant.needs.flatMap((name) => capabilityIcon(name) ?? []);
  if (icons.length === 0) return null;
  return (
    <span className={classes.fact} title={t('ward.needs', { list: needsText(occupant, t) })}>
      {icons.map((icon) => (
        <Icon key={icon} name={icon} size={12} />
      ))}
    </span>
  );
}

/** When they were last looked at, and what was found. */
function Observed({ occupant }: { readonly occupant: Occupant }) {
  const { t } = useTranslation();
  const short = useShortMoment();
  const latest = occupant.latest_observation;
  if (latest == null) return null;
  return (
    <span
      className={classes.fact}
      title={t('ward.observed', { time: short(latest.taken_at), what: latest.summary })}
    >
      <Icon name="clock" size={12} />
      {short(latest.taken_at)}
    </span>
  );
}

function Discharge({ at }: { readonly at: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  const short = useShortMoment();
  const nowMs = useNowMs();
  return (
    <span className={classes.fact} title={t('ward.discharge', { time: formatMoment(at, zone, nowMs) })}>
      <Icon name="leaving" size={12} />
      {short(at)}
    </span>
  );
}
