import { useTranslation } from 'react-i18next';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './NotSent.module.css';

/** What stands in the place of the actions while the link is lost: that nothing goes out, and whom to phone. */
export function NotSent() {
  const { t } = useTranslation();
  const phone = useStation()?.workstation?.hospital.alert_phone_number ?? null;
  return (
    <p className={classes.lost}>
      <strong>{t('link.notSent')}</strong> {t('link.goToBed')}{' '}
      {phone === null ? '' : t('link.phone', { phone })}
    </p>
  );
}
