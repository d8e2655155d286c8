import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { CheckMark } from './CheckMark.tsx';
import classes from './Placeholder.module.css';

/** Shorter waits show nothing: a flash of grey reads as a fault. */
const SHOW_LOADING_AFTER_MS = 300;

type PlaceholderProps =
  | { readonly kind: 'loading' }
  | { readonly kind: 'empty'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string; readonly onRetry: () => void };

/** What stands where data will stand: loading, none, or could not load. A blank never means "fine". */
export function Placeholder(props: PlaceholderProps) {
  const { t } = useTranslation();
  if (props.kind === 'loading') return <Loading />;
  if (props.kind === 'empty') return <p className={classes.empty}>{props.text}</p>;
  return (
    <div className={classes.error} role="alert">
      <CheckMark result="warn" />
      <div className={classes.words}>
        <strong>{t('error.title')}</strong>
        <span>{props.text}</span>
        <Button size="small" onClick={props.onRetry}>
          {t('error.tryAgain')}
        </Button>
      </div>
    </div>
  );
}

function Loading() {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, SHOW_LOADING_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className={classes.loading} role="status" aria-label={t('loading')}>
      {late ? (
        <>
          <span className={classes.bone} />
          <span className={classes.bone} />
          <span className={classes.bone} />
        </>
      ) : null}
    </div>
  );
}
