import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { Age } from '../../lib/time/Age.tsx';
import { PatientName } from '../patient/PatientName.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import { placeLabel, whatHappened } from './alert-words.ts';
import { useAlertDesk } from './marked-alert.ts';
import classes from './PinnedAlert.module.css';
import { ReachLine } from './ReachLine.tsx';

/** The unanswered critical alert above whatever is on the screen, where the panel is not. */
export function PinnedAlert({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const { answer, open, busy, phone, marked } = useAlertDesk();
  const link = useLinkStatus();
  const keys = (chord: string) => (marked?.alert_id === alert.alert_id ? { keys: chord } : {});
  return (
    <section className={classes.bar} aria-label={t('alert.pinned')} data-testid="pinned-alert">
      <SeverityShape severity={alert.severity} size={22} />
      <div className={classes.info}>
        <strong className={classes.bed}>{placeLabel(alert)}</strong>
        {alert.ward == null ? null : <span className={classes.what}>{alert.ward.name}</span>}
        {alert.patient == null ? null : (
          <strong className={classes.name}>
            <PatientName name={alert.patient} />
          </strong>
        )}
        <span className={classes.what}>{whatHappened(alert, t)}</span>
        <strong>
          <Age since={alert.raised_at} />
        </strong>
        {link.state === 'lost' ? null : <ReachLine alert={alert} phone={phone} />}
      </div>
      <div className={classes.actions}>
        {link.state === 'lost' ? (
          <strong>{t('link.notSent')}</strong>
        ) : (
          <>
            <Button
              tone="answer"
              disabled={busy}
              {...keys('Alt A')}
              onClick={() => {
                answer(alert, 'acknowledge');
              }}
            >
              {t('answer.acknowledge')}
            </Button>
            <Button
              disabled={busy}
              {...keys('Alt R')}
              onClick={() => {
                answer(alert, 'respond');
              }}
            >
              {t('answer.respond')}
            </Button>
          </>
        )}
        <Button
          {...keys('Alt O')}
          onClick={() => {
            open(alert);
          }}
        >
          {t('answer.open')}
        </Button>
      </div>
    </section>
  );
}
