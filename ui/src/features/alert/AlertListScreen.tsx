import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { Screen } from '../../design/Screen.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import classes from './AlertListScreen.module.css';
import { AlertRow } from './AlertRow.tsx';
import { useOpenAlerts } from './alert-queries.ts';
import { useHeldOrder } from './use-held-order.ts';

/** All open alerts the person may see, as one list. */
export function AlertListScreen() {
  const { t } = useTranslation();
  const query = useOpenAlerts();
  const { shown, newer, touch } = useHeldOrder(query.data ?? []);
  return (
    <Screen
      title={t('alert.openTitle')}
      note={newer > 0 ? t('alert.newer', { count: newer }) : t('alert.order')}
    >
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data?.length === 0 ? <Placeholder kind="empty" text={t('alert.none')} /> : null}
      {shown.length === 0 ? null : (
        <ul className={classes.list} onPointerMove={touch} onPointerDown={touch} onKeyDown={touch}>
          {shown.map((alert) => (
            <AlertRow key={alert.alert_id} alert={alert} />
          ))}
        </ul>
      )}
    </Screen>
  );
}
