import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import classes from './AlertState.module.css';

/** Waiting, acknowledged, responding or closed: in words and icon, with who and when. */
export function AlertState({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const step = alert.closed ?? alert.responding ?? alert.acknowledged ?? null;
  const icon = alert.status === 'responding' ? 'run' : alert.status === 'active' ? 'clock' : 'check';
  return (
    <span className={classes.state} data-waiting={alert.status === 'active' || undefined}>
      <Icon name={icon} size={12} />
      {step === null || alert.status === 'active' ? (
        t('alertStatus.active')
      ) : (
        <span>
          {t(`alertStatus.${alert.status}`)}, <bdi>{step.by.full_name}</bdi> <StepTime at={step.at} />
        </span>
      )}
    </span>
  );
}

function StepTime({ at }: { readonly at: string }) {
  const zone = useZone();
  const now = useNowMs();
  return <time dateTime={at}>{formatMoment(at, zone, now)}</time>;
}
