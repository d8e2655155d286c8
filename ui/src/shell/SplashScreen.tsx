import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../design/Logo.tsx';
import classes from './SplashScreen.module.css';

/** The first moments, before anything is known. */
export function SplashScreen({ children }: { readonly children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <Logo size={40} />
      {children ?? <p role="status">{t('loading')}</p>}
    </div>
  );
}
