import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import type { StationPort } from '../../platform/platform.ts';
import type { StationState } from '../../platform/station-state.ts';
import { FirstRunLayout } from './FirstRunLayout.tsx';
import classes from './forms.module.css';
import { useStationCommand } from './use-station-command.ts';

interface StartFailedScreenProps {
  readonly port: StationPort;
  readonly station: StationState;
}

/** The start failed: the reason in words, that nothing was deleted, and the one thing to try. */
export function StartFailedScreen({ port, station }: StartFailedScreenProps) {
  const { t } = useTranslation();
  const command = useStationCommand();
  const again = () => {
    command.run(() => port.retryLink());
  };
  useKeys({
    F5: () => {
      again();
      return true;
    },
  });
  return (
    <FirstRunLayout
      step="ready"
      version={station.version}
      footer={
        <Button tone="primary" size="large" keys="F5" disabled={command.busy} onClick={again}>
          {t('start.again')}
        </Button>
      }
    >
      <h1 className={classes.title}>{t('start.failed')}</h1>
      <p className={classes.lead}>{t('start.failedLead')}</p>
      <Notice tone="stop">{command.problem ?? station.problem ?? t('start.failedNoReason')}</Notice>
    </FirstRunLayout>
  );
}
