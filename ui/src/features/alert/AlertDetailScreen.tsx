import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Alert } from '../../api/types.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { PatientBanner } from '../patient/PatientBanner.tsx';
import { useAlert, useAlertEvents } from './alert-queries.ts';
import classes from './AlertDetailScreen.module.css';
import { AlertFooter } from './AlertFooter.tsx';
import { AlertHead } from './AlertHead.tsx';
import { AlertTimeline } from './AlertTimeline.tsx';
import { CloseAlertDialog } from './CloseAlertDialog.tsx';
import { useAlertDesk } from './marked-alert.ts';
import { Receipts } from './Receipts.tsx';
import { StateBox } from './StateBox.tsx';
import { TriggerCard } from './TriggerCard.tsx';

/** One alert as a whole: what happened so far, who was reached, what raised it, and how to answer it. */
export function AlertDetailScreen({ alertId }: { readonly alertId: string }) {
  const { t } = useTranslation();
  const { pin } = useAlertDesk();
  const query = useAlert(alertId);
  useEffect(() => {
    pin(alertId);
    return () => {
      pin(null);
    };
  }, [alertId, pin]);
  if (query.data !== undefined) return <Detail alert={query.data} />;
  if (query.isPending) return <Placeholder kind="loading" />;
  return (
    <Placeholder
      kind="error"
      text={errorWords(problemOf(query.error), t)}
      onRetry={() => void query.refetch()}
    />
  );
}

function Detail({ alert }: { readonly alert: Alert }) {
  const events = useAlertEvents(alert.alert_id);
  const [closing, setClosing] = useState(false);
  const mayClose = alert.allowed_actions.includes('resolve') || alert.allowed_actions.includes('false_alarm');
  useKeys({
    F8: () => {
      if (mayClose) setClosing(true);
      return true;
    },
  });
  return (
    <div className={classes.page}>
      {alert.patient == null ? null : <PatientBanner patient={alert.patient} />}
      <AlertHead alert={alert} />
      <div className={classes.columns}>
        <section className={classes.story}>
          <AlertTimeline alert={alert} query={events} />
          <TriggerCard alert={alert} />
        </section>
        <aside className={classes.side}>
          <StateBox alert={alert} />
          <Receipts alert={alert} />
        </aside>
      </div>
      <AlertFooter
        alert={alert}
        mayClose={mayClose}
        onClose={() => {
          setClosing(true);
        }}
      />
      {closing ? (
        <CloseAlertDialog
          alert={alert}
          onClose={() => {
            setClosing(false);
          }}
        />
      ) : null}
    </div>
  );
}
