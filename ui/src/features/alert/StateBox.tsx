import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { formatTimeWithSeconds } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { useAlertDesk } from './marked-alert.ts';
import classes from './StateBox.module.css';

/** The state in one sentence: who has it, and that acknowledged is not attended. */
export function StateBox({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const zone = useZone();
  const { phone } = useAlertDesk();
  // Re-opened by a worse reading it waits again, whoever had it before.
  const answered = alert.closed ?? alert.responding ?? alert.acknowledged ?? null;
  const step = alert.status === 'active' ? null : answered;
  const number = alert.reach.phone ?? phone;
  const open = alert.status === 'active' || alert.status === 'acknowledged';
  return (
    <section className={classes.box} data-urgent={open || undefined}>
      <h2 className={classes.title}>{t(`alertState.${alert.status}`)}</h2>
      {step === null ? null : (
        <p>
          {t('alert.stepBy', { name: step.by.full_name, time: formatTimeWithSeconds(step.at, zone) })}
          {step.workstation == null ? '' : `, ${step.workstation.name}`}
        </p>
      )}
      {alert.closed?.notes == null ? null : (
        <p>
          <bdi>{alert.closed.notes}</bdi>
        </p>
      )}
      {alert.status === 'acknowledged' ? <p>{t('alert.notAttended')}</p> : null}
      {alert.reach.nobody_reached && open ? (
        <p className={classes.nobody}>
          <Icon name="phone" size={14} />
          {number == null ? t('reach.nobody') : t('reach.nobodyPhone', { phone: number })}
        </p>
      ) : null}
    </section>
  );
}
