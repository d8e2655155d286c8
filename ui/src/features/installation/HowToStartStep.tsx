import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import type { StationPort } from '../../platform/platform.ts';
import type { ServerCheck, StationState } from '../../platform/station-state.ts';
import type { StartChoice } from './FirstRunScreen.tsx';
import { FirstRunLayout } from './FirstRunLayout.tsx';
import classes from './HowToStartStep.module.css';
import { ServerPanel } from './ServerPanel.tsx';
import { StartCard } from './StartCard.tsx';
import { useStationCommand } from './use-station-command.ts';

interface HowToStartStepProps {
  readonly port: StationPort;
  readonly station: StationState;
  readonly choice: StartChoice;
  readonly onChoice: (choice: StartChoice) => void;
  readonly serverUrl: string;
  readonly onServerUrl: (url: string) => void;
  readonly onNext: () => void;
}

export function HowToStartStep(props: HowToStartStepProps) {
  const { port, station, choice, onChoice, serverUrl, onServerUrl, onNext } = props;
  const { t } = useTranslation();
  const [check, setCheck] = useState<ServerCheck | null>(null);
  const command = useStationCommand();
  const allowed = choice !== 'server' || check?.reachable === true;
  const proceed = () => {
    if (!allowed || command.busy) return;
    if (choice === 'demo') command.run(() => port.chooseDemo());
    else onNext();
  };
  const choose = (next: StartChoice) => () => {
    onChoice(next);
    return true;
  };
  useKeys({
    '1': choose('demo'),
    '2': choose('this_pc'),
    '3': choose('server'),
    Enter: (event) => {
      if (event.target instanceof HTMLButtonElement) return false;
      proceed();
      return true;
    },
  });
  const problem = command.problem ?? station.problem ?? null;
  return (
    <FirstRunLayout
      step="start"
      version={station.version}
      footer={
        <>
          <Button
            tone="primary"
            size="large"
            keys="Enter"
            disabled={!allowed || command.busy}
            onClick={proceed}
          >
            {choice === 'demo' ? t('firstRun.startDemo') : t('firstRun.continue')}
          </Button>
          <span role="status">{footnote()}</span>
        </>
      }
    >
      <h1 className={classes.title}>{t('firstRun.title')}</h1>
      <div className={classes.cards} role="radiogroup" aria-label={t('firstRun.title')}>
        <StartCard choice="demo" chosen={choice} icon="heart" keys="1" onChoose={onChoice} />
        <StartCard choice="this_pc" chosen={choice} icon="pc" keys="2" onChoose={onChoice} />
        <StartCard choice="server" chosen={choice} icon="server" keys="3" onChoose={onChoice} />
      </div>
      {problem === null ? null : (
        <Notice tone="stop" title={t('firstRun.problem')}>
          {problem}
        </Notice>
      )}
      {choice === 'demo' ? <p className={classes.what}>{t('firstRun.demoWhat')}</p> : null}
      {choice === 'this_pc' ? <p className={classes.what}>{t('firstRun.thisPcWhat')}</p> : null}
      {choice === 'server' ? (
        <ServerPanel port={port} url={serverUrl} onUrl={onServerUrl} check={check} onCheck={setCheck} />
      ) : null}
    </FirstRunLayout>
  );

  function footnote(): string {
    if (command.busy) return t('firstRun.busy');
    return allowed ? '' : t('firstRun.needCheck');
  }
}
