import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import type { StationPort } from '../../platform/platform.ts';
import { FirstRunLayout } from './FirstRunLayout.tsx';
import classes from './forms.module.css';
import { ThisPcFields } from './ThisPcFields.tsx';
import { emptyDraft, faultsOf, toForm } from './this-pc-form.ts';
import { useStationCommand } from './use-station-command.ts';

interface ThisPcStepProps {
  readonly port: StationPort;
  readonly version: string;
  readonly onBack: () => void;
}

/** A hospital of one's own on this computer: hospital, first ward, first administrator, this station. */
export function ThisPcStep({ port, version, onBack }: ThisPcStepProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const command = useStationCommand();
  const faults = faultsOf(draft);
  const hasFaults = Object.keys(faults).length > 0;
  const setUp = () => {
    setTried(true);
    if (!hasFaults) command.run(() => port.chooseThisPc(toForm(draft)));
  };
  useKeys({
    'Ctrl Enter': () => {
      setUp();
      return true;
    },
    'Alt ArrowLeft': () => {
      onBack();
      return true;
    },
  });
  const footnote = tried && hasFaults ? t('error.checkFields') : '';
  return (
    <FirstRunLayout
      step="station"
      version={version}
      footer={
        <>
          <Button tone="primary" size="large" keys="Ctrl Enter" disabled={command.busy} onClick={setUp}>
            {t('thisPc.action')}
          </Button>
          <span role="status">{command.busy ? t('firstRun.busy') : footnote}</span>
          <span className={classes.spring} />
          <Button size="large" keys="Alt ←" onClick={onBack}>
            {t('firstRun.back')}
          </Button>
        </>
      }
    >
      <h1 className={classes.title}>{t('thisPc.title')}</h1>
      <p className={classes.lead}>{t('thisPc.lead')}</p>
      {command.problem === null ? null : (
        <Notice tone="stop" title={t('firstRun.problem')}>
          {command.problem}
        </Notice>
      )}
      <ThisPcFields
        draft={draft}
        faults={tried ? faults : {}}
        onChange={(change) => {
          setDraft({ ...draft, ...change });
        }}
      />
    </FirstRunLayout>
  );
}
