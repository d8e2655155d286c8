import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkstationKind } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import type { StationPort } from '../../platform/platform.ts';
import { FirstRunLayout } from './FirstRunLayout.tsx';
import { KindChoice } from './KindChoice.tsx';
import classes from './forms.module.css';
import { useStationCommand } from './use-station-command.ts';

interface EnrolStepProps {
  readonly port: StationPort;
  readonly version: string;
  readonly url: string;
  readonly onBack: () => void;
}

/** The station joins a hospital that already runs. */
export function EnrolStep({ port, version, url, onBack }: EnrolStepProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<WorkstationKind>('nurse_station');
  const [tried, setTried] = useState(false);
  const command = useStationCommand();
  const complete = code.trim() !== '' && name.trim() !== '';
  const enrol = () => {
    setTried(true);
    if (!complete) return;
    const form = { url: url.trim(), enrolment_code: code.trim().toUpperCase(), name: name.trim(), kind };
    command.run(() => port.chooseServer(form));
  };
  useKeys({
    'Ctrl Enter': () => {
      enrol();
      return true;
    },
    'Alt ArrowLeft': () => {
      onBack();
      return true;
    },
  });
  return (
    <FirstRunLayout
      step="station"
      version={version}
      footer={
        <>
          <Button tone="primary" size="large" keys="Ctrl Enter" disabled={command.busy} onClick={enrol}>
            {t('enrol.action')}
          </Button>
          <span role="status">{command.busy ? t('firstRun.busy') : ''}</span>
          <span className={classes.spring} />
          <Button size="large" keys="Alt ←" onClick={onBack}>
            {t('firstRun.back')}
          </Button>
        </>
      }
    >
      <h1 className={classes.title}>{t('enrol.title')}</h1>
      <p className={classes.lead}>{t('enrol.lead')}</p>
      {command.problem === null ? null : (
        <Notice tone="stop" title={t('firstRun.problem')}>
          {command.problem}
        </Notice>
      )}
      <div className={classes.columns}>
        <section className={classes.panel}>
          <TextInput
            label={t('enrol.code')}
            value={code}
            autoFocus
            spellCheck={false}
            autoCapitalize="characters"
            classNames={{ input: classes.codeInput ?? '' }}
            error={tried && code.trim() === '' ? t('enrol.codeWrong') : undefined}
            onChange={(event) => {
              setCode(event.currentTarget.value);
            }}
          />
          <TextInput
            label={t('enrol.name')}
            value={name}
            error={tried && name.trim() === '' ? t('enrol.nameWrong') : undefined}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
        </section>
        <KindChoice value={kind} onChange={setKind} />
      </div>
    </FirstRunLayout>
  );
}
