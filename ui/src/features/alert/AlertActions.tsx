import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import classes from './AlertActions.module.css';
import { useAlertDesk } from './marked-alert.ts';

/** The marked alert's actions. Without a link they are taken away and the reason stands in their place. */
export function AlertActions({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const { answer, open, busy, phone } = useAlertDesk();
  const link = useLinkStatus();
  const openButton = (
    <Button
      keys="Alt O"
      size="normal"
      onClick={() => {
        open(alert);
      }}
    >
      {t('answer.open')}
    </Button>
  );
  if (link.state === 'lost') {
    return (
      <div className={classes.actions}>
        <p className={classes.reason}>
          <strong>{t('link.notSent')}</strong> {t('link.goToBed')}{' '}
          {phone === null ? '' : t('link.phone', { phone })}
        </p>
        {openButton}
      </div>
    );
  }
  const may = (action: Alert['allowed_actions'][number]) => alert.allowed_actions.includes(action);
  const urgent = alert.severity === 'critical' && alert.status === 'active';
  return (
    <div className={classes.actions}>
      {may('acknowledge') ? (
        <Button
          tone={urgent ? 'answer' : 'primary'}
          keys="Alt A"
          wide
          disabled={busy}
          onClick={() => {
            answer(alert, 'acknowledge');
          }}
        >
          {t('answer.acknowledge')}
        </Button>
      ) : null}
      <div className={classes.pair}>
        {may('respond') ? (
          <Button
            keys="Alt R"
            disabled={busy}
            onClick={() => {
              answer(alert, 'respond');
            }}
          >
            {t('answer.respond')}
          </Button>
        ) : null}
        {openButton}
      </div>
    </div>
  );
}
