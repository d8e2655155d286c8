import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './ActionRow.module.css';
import type { WindowActions } from './NamedAlerts.tsx';
import { NotSent } from './NotSent.tsx';

interface ActionRowProps {
  readonly alert: Alert;
  readonly actions: WindowActions;
}

/** Three chords and the way to the note that closes it, inert and visibly so for the first moment; taken away with the
 * reason where the link is lost. Closing has no chord: it must not be one key away. */
export function ActionRow({ alert, actions }: ActionRowProps) {
  const { t } = useTranslation();
  const station = useStation();
  const { inert, busy } = actions;
  if (station?.link.state === 'lost') return <NotSent />;
  const may = (action: Alert['allowed_actions'][number]) =>
    alert.allowed_actions.includes(action) && !inert && !busy;
  return (
    <div className={classes.row} data-inert={inert || undefined}>
      <Button
        tone={alert.severity === 'critical' ? 'answer' : 'primary'}
        size="alert"
        keys="Alt A"
        disabled={!may('acknowledge')}
        onClick={() => {
          actions.answer('acknowledge');
        }}
      >
        {t('answer.acknowledge')}
      </Button>
      <Button
        size="alert"
        keys="Alt R"
        disabled={!may('respond')}
        onClick={() => {
          actions.answer('respond');
        }}
      >
        {t('answer.respond')}
      </Button>
      <Button size="alert" keys="Alt O" disabled={inert} onClick={actions.open}>
        {t('answer.open')}
      </Button>
      {alert.allowed_actions.some((action) => action === 'resolve' || action === 'false_alarm') ? (
        <Button size="alert" disabled={inert || busy} onClick={actions.close}>
          {t('window.close')}
        </Button>
      ) : null}
    </div>
  );
}
