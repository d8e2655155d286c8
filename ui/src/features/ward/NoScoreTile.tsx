import { useTranslation } from 'react-i18next';
import classes from './NoScoreTile.module.css';

/** The place of the early-warning score. There is no score in this version, and it says so; never a number. */
export function NoScoreTile({ size = 'card' }: { readonly size?: 'card' | 'row' }) {
  const { t } = useTranslation();
  return (
    <span
      className={classes.tile}
      data-size={size}
      role="img"
      aria-label={t('ward.noScore')}
      title={t('ward.noScore')}
    >
      {t('ward.noScoreSign')}
    </span>
  );
}
