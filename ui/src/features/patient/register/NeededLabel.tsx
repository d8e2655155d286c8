import { useTranslation } from 'react-i18next';
import classes from './register.module.css';

/** A label that says in a word, not by a star, that the field is needed. */
export function NeededLabel({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return (
    <>
      {text} <span className={classes.needed}>{t('register.needed')}</span>
    </>
  );
}
