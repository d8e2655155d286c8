import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import classes from './AlertFooter.module.css';
import { useAlertDesk } from './marked-alert.ts';

interface AlertFooterProps {
  readonly alert: Alert;
  readonly mayClose: boolean;
  readonly onClose: () => void;
}

/** Primary action at the start of the bottom bar; closing asks for a note in its own panel. */
export function AlertFooter({ alert, mayClose, onClose }: AlertFooterProps) {
  const { t } = useTranslation();
  const { answer, busy, phone } = useAlertDesk();
  const link = useLinkStatus();
  if (link.state === 'lost') {
    return (
      <footer className={classes.footer}>
        <strong>{t('link.notSent')}</strong> {t('link.goToBed')}{' '}
        {phone === null ? '' : t('link.phone', { phone })}
      </footer>
    );
  }
  const may = (action: Alert['allowed_actions'][number]) => alert.allowed_actions.includes(action);
  const urgent = alert.severity === 'critical' ? 'answer' : 'primary';
  return (
    <footer className={classes.footer}>
      {may('acknowledge') ? (
        <Button
          tone={urgent}
          size="large"
          keys="Alt A"
          disabled={busy}
          onClick={() => {
            answer(alert, 'acknowledge');
          }}
        >
          {t('answer.acknowledge')}
        </Button>
      ) : null}
      {may('respond') ? (
        <Button
          tone={may('acknowledge') ? 'normal' : urgent}
          size="large"
          keys="Alt R"
          disabled={busy}
          onClick={() => {
            answer(alert, 'respond');
          }}
        >
          {t('answer.respondGoing')}
        </Button>
      ) : null}
      {alert.allowed_actions.length === 0 ? <span>{t('answer.nothingLeft')}</span> : null}
      <span className={classes.spring} />
      {mayClose ? (
        <Button size="large" keys="F8" onClick={onClose}>
          {t('answer.close')}
        </Button>
      ) : null}
    </footer>
  );
}
