import { useState } from 'react';
import type { StationPort } from '../../platform/platform.ts';
import type { StationState } from '../../platform/station-state.ts';
import { EnrolStep } from './EnrolStep.tsx';
import { HowToStartStep } from './HowToStartStep.tsx';
import { ThisPcStep } from './ThisPcStep.tsx';

export type StartChoice = 'demo' | 'this_pc' | 'server';

interface FirstRunScreenProps {
  readonly port: StationPort;
  readonly station: StationState;
}

/** Which of the steps is open. The shell's own state takes over once a choice is made. */
export function FirstRunScreen({ port, station }: FirstRunScreenProps) {
  const [choice, setChoice] = useState<StartChoice>('demo');
  const [step, setStep] = useState<'start' | 'station'>('start');
  const [serverUrl, setServerUrl] = useState('');
  const back = () => {
    setStep('start');
  };

  if (step === 'station' && choice === 'this_pc') {
    return <ThisPcStep port={port} version={station.version} onBack={back} />;
  }
  if (step === 'station' && choice === 'server') {
    return <EnrolStep port={port} version={station.version} url={serverUrl} onBack={back} />;
  }
  return (
    <HowToStartStep
      port={port}
      station={station}
      choice={choice}
      onChoice={setChoice}
      serverUrl={serverUrl}
      onServerUrl={setServerUrl}
      onNext={() => {
        setStep('station');
      }}
    />
  );
}
