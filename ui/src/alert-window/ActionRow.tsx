import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './ActionRow.module.css';
import type { WindowActions } from './NamedAlerts.tsx';

interface ActionRowProps {
  readonly alert: Alert;
  readonly actions: WindowActions;
}

/** Three chords, inert and visibly so for the first moment; taken away with the reason where the link is lost. */
export function ActionRow({ alert, actions }: ActionRowProps) {
  const { t } = useTranslation();
  const station = useStation();
  const { inert, busy } = actions;
  const phone = station?.workstation?.hospital.alert_phone_number ?? null;
  if (station?.link.state === 'lost') {
    return (
      <p className={classes.lost}>
        <strong>{t('link.notSent')}</strong> {t('link.goToBed')}{' '}
        {phone === null ? '' : t('link.phone', { phone })}
      </p>
    );
  }
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
    </div>
  );
}
