import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Button } from '../../design/Button.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { formatTimeWithSeconds } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import type { useOpenAlerts } from './alert-queries.ts';
import classes from './AlertPanel.module.css';
import { AlertRow } from './AlertRow.tsx';
import { useHeldOrder } from './use-held-order.ts';

interface AlertPanelProps {
  readonly query: ReturnType<typeof useOpenAlerts>;
  /** Given where the panel is a drawer. */
  readonly onClose?: () => void;
}

export function AlertPanel({ query, onClose }: AlertPanelProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const link = useLinkStatus();
  const { shown, newer, touch } = useHeldOrder(query.data ?? []);
  useKeys(
    {
      Escape: () => {
        onClose?.();
        return true;
      },
    },
    onClose !== undefined,
  );
  const asAt =
    link.state === 'lost'
      ? t('link.asAt', { time: formatTimeWithSeconds(link.asAtMs, zone) })
      : t('alert.order');
  return (
    <aside className={classes.panel} aria-label={t('alert.openTitle')} data-testid="alert-panel">
      <div className={classes.head}>
        <h2 className={classes.title}>{t('alert.openTitle')}</h2>
        {query.data === undefined ? null : <span className={classes.count}>{query.data.length}</span>}
        <span className={classes.order}>
          {newer > 0
            ? t('alert.newer', { count: newer })
            : onClose !== undefined && link.state !== 'lost'
              ? ''
              : asAt}
        </span>
        {onClose === undefined ? null : (
          <Button size="small" tone="quiet" keys="Esc" onClick={onClose}>
            {t('frame.close')}
          </Button>
        )}
      </div>
      <ul className={classes.list} onPointerMove={touch} onPointerDown={touch} onKeyDown={touch}>
        {shown.map((alert) => (
          <AlertRow key={alert.alert_id} alert={alert} />
        ))}
      </ul>
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data?.length === 0 ? <Placeholder kind="empty" text={t('alert.none')} /> : null}
    </aside>
  );
}
