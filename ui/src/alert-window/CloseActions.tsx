import { useTranslation } from 'react-i18next';
import type { Alert, AlertCommand } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './CloseActions.module.css';
import { NotSent } from './NotSent.tsx';

interface CloseActionsProps {
  readonly alert: Alert;
  readonly inert: boolean;
  readonly busy: boolean;
  readonly onAnswer: (action: AlertCommand) => void;
  readonly onBack: () => void;
}

/** How it ended: what the server would take now, and the way back. Nobody resolves what nobody has acknowledged. */
export function CloseActions({ alert, inert, busy, onAnswer, onBack }: CloseActionsProps) {
  const { t } = useTranslation();
  const isLost = useStation()?.link.state === 'lost';
  const may = (action: AlertCommand) => !isLost && alert.allowed_actions.includes(action);
  return (
    <>
      {isLost ? <NotSent /> : null}
      <div className={classes.row} data-inert={inert || undefined}>
        {may('resolve') ? (
          <Button
            tone="primary"
            size="alert"
            keys="Ctrl Enter"
            disabled={inert || busy}
            onClick={() => {
              onAnswer('resolve');
            }}
          >
            {t('window.resolve')}
          </Button>
        ) : null}
        {may('acknowledge') ? (
          <Button
            tone={alert.severity === 'critical' ? 'answer' : 'primary'}
            size="alert"
            keys="Alt A"
            disabled={inert || busy}
            onClick={() => {
              onAnswer('acknowledge');
            }}
          >
            {t('answer.acknowledge')}
          </Button>
        ) : null}
        {may('false_alarm') ? (
          <Button
            size="alert"
            disabled={inert || busy}
            onClick={() => {
              onAnswer('false_alarm');
            }}
          >
            {t('window.falseAlarm')}
          </Button>
        ) : null}
        <Button size="alert" keys="Esc" onClick={onBack}>
          {t('window.back')}
        </Button>
      </div>
    </>
  );
}
