import { Loader } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../lib/time/Age.tsx';
import type { StationState } from '../../platform/station-state.ts';
import { FirstRunLayout } from './FirstRunLayout.tsx';
import classes from './StartingScreen.module.css';
import { type StartStage, isStartStage } from './start-stage.ts';
import { Icon } from '../../design/Icon.tsx';

const TITLES = {
  demo: 'start.titleDemo',
  this_pc: 'start.titleThisPc',
  server: 'start.titleServer',
} as const;

/** What the start is busy with, as it happens; nothing is promised that has not begun. */
export function StartingScreen({ station }: { readonly station: StationState }) {
  const { t } = useTranslation();
  const [since] = useState(() => new Date().toISOString());
  const stage = station.stage ?? null;
  const seen = useSeen(stage);
  return (
    <FirstRunLayout step="ready" version={station.version}>
      <h1 className={classes.title}>{station.mode === null ? t('start.title') : t(TITLES[station.mode])}</h1>
      <p className={classes.lead}>{t('start.lead')}</p>
      <ol className={classes.stages} aria-live="polite">
        {seen.map((name) => (
          <li key={name} className={classes.stage} data-now={name === stage || undefined}>
            <span className={classes.mark}>
              {name === stage ? <Loader size={14} /> : <Icon name="check" />}
            </span>
            {isStartStage(name) ? t(`start.stage.${name satisfies StartStage}`) : name}
          </li>
        ))}
      </ol>
      <p className={classes.elapsed}>
        {t('start.elapsed')} <Age since={since} />
      </p>
    </FirstRunLayout>
  );
}

function useSeen(stage: string | null): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  if (stage === null || seen.includes(stage)) return seen;
  const next = [...seen, stage];
  setSeen(next);
  return next;
}
