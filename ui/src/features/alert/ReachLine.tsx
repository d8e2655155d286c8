import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import classes from './AlertState.module.css';
import reach from './ReachLine.module.css';

interface ReachLineProps {
  readonly alert: Alert;
  readonly phone: string | null;
}

/** Who has it on a screen, or that nobody has and which number to phone. */
export function ReachLine({ alert, phone }: ReachLineProps) {
  const { t } = useTranslation();
  if (alert.reach.nobody_reached) {
    const number = alert.reach.phone ?? phone;
    return (
      <span className={reach.nobody} data-testid="nobody-reached">
        <Icon name="phone" size={12} />
        {number == null ? t('reach.nobody') : t('reach.nobodyPhone', { phone: number })}
      </span>
    );
  }
  return (
    <span className={classes.state}>
      <Icon name="eye" size={12} />
      {alert.reach.displayed === 0 ? t('reach.waiting') : t('reach.shown', { count: alert.reach.displayed })}
    </span>
  );
}
