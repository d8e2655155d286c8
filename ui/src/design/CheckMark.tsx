import { useTranslation } from 'react-i18next';
import classes from './CheckMark.module.css';
import { Icon } from './Icon.tsx';

export type CheckResult = 'pass' | 'warn' | 'stop' | 'not_performed';

/** One check's result as shape and word; never green alone. */
export function CheckMark({ result }: { readonly result: CheckResult }) {
  const { t } = useTranslation();
  return (
    <span className={classes.mark} data-result={result} role="img" aria-label={t(`check.${result}`)}>
      {result === 'pass' ? <Icon name="check" /> : null}
      {result === 'warn' ? <Warn /> : null}
      {result === 'stop' ? <Stop /> : null}
      {result === 'not_performed' ? <NotPerformed /> : null}
    </span>
  );
}

function Warn() {
  return (
    <svg width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M10 1.3 19.2 18.2H.8z"
        fill="var(--medium)"
        stroke="var(--medium-line)"
        strokeLinejoin="round"
      />
      <path d="M10 7v5.4M10 15v.3" stroke="#1b1500" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}

function Stop() {
  return (
    <svg width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M6 .8h8L19.2 6v8L14 19.2H6L.8 14V6z" fill="var(--critical)" />
      <path d="M5.5 10h9" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}

function NotPerformed() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
      <rect x="1.5" y="1.5" width="13" height="13" rx="2" strokeDasharray="2.4 2" />
      <path
        d="M6.3 6.2c.1-.9.8-1.5 1.7-1.5s1.8.6 1.8 1.5c0 1.3-1.8 1.4-1.8 2.7M8 11v.2"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  );
}
