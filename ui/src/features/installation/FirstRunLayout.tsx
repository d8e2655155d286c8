import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../design/Icon.tsx';
import { Logo } from '../../design/Logo.tsx';
import classes from './FirstRunLayout.module.css';

export type FirstRunStep = 'start' | 'station' | 'ready';
const STEPS: readonly FirstRunStep[] = ['start', 'station', 'ready'];

interface FirstRunLayoutProps {
  readonly step: FirstRunStep;
  readonly version: string | null;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

export function FirstRunLayout({ step, version, footer, children }: FirstRunLayoutProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <aside className={classes.steps}>
        <div className={classes.brand}>
          <Logo />
          {t('product')}
        </div>
        <p className={classes.stepsTitle}>{t('firstRun.steps')}</p>
        <ol>
          {STEPS.map((name, index) => (
            <StepRow key={name} name={name} index={index} current={STEPS.indexOf(step)} />
          ))}
        </ol>
        <p className={classes.foot}>{t('firstRun.foot')}</p>
        {version === null ? null : <p className={classes.version}>{t('version', { version })}</p>}
      </aside>
      <main className={classes.main}>
        <div className={classes.content}>{children}</div>
        {footer === undefined ? null : <footer className={classes.footer}>{footer}</footer>}
      </main>
    </div>
  );
}

interface StepRowProps {
  readonly name: FirstRunStep;
  readonly index: number;
  readonly current: number;
}

function StepRow({ name, index, current }: StepRowProps) {
  const { t } = useTranslation();
  const state = index === current ? 'now' : index < current ? 'done' : 'ahead';
  return (
    <li className={classes.step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes.bullet}>{state === 'done' ? <Icon name="check" size={14} /> : index + 1}</span>
      {t(`firstRun.step.${name}`)}
    </li>
  );
}
