import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Alert, AlertEvent, HistoryKind } from '../../api/types.ts';
import { Icon, type IconName } from '../../design/Icon.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { formatAge, formatDate, formatTimeWithSeconds } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import type { useAlertEvents } from './alert-queries.ts';
import classes from './AlertTimeline.module.css';

const ICONS: Record<HistoryKind, IconName> = {
  raised: 'alarm',
  repeated: 'pulse',
  severity_raised: 'exclaim',
  acknowledged: 'check',
  responding: 'run',
  resolved: 'check',
  false_alarm: 'cross',
};

interface AlertTimelineProps {
  readonly alert: Alert;
  readonly query: ReturnType<typeof useAlertEvents>;
}

/** Everything that happened to the alert, oldest first, with who and where. */
export function AlertTimeline({ alert, query }: AlertTimelineProps) {
  const { t } = useTranslation();
  const zone = useZone();
  if (query.isPending) return <Placeholder kind="loading" />;
  if (query.isError) {
    return (
      <Placeholder
        kind="error"
        text={errorWords(problemOf(query.error), t)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <>
      <h2 className={classes.title}>
        {t('alert.events', { count: query.data.length })}{' '}
        <span className={classes.date}>{formatDate(alert.raised_at, zone)}</span>
      </h2>
      <ol className={classes.list} data-testid="alert-story">
        {query.data.map((event, index) => (
          <EventRow key={`${event.at}-${event.kind}-${index}`} event={event} alert={alert} />
        ))}
      </ol>
    </>
  );
}

function EventRow({ event, alert }: { readonly event: AlertEvent; readonly alert: Alert }) {
  const { t } = useTranslation();
  const zone = useZone();
  const who = [event.by?.full_name, event.workstation?.name].filter((part) => part !== undefined).join(', ');
  return (
    <li className={classes.event}>
      <strong className={classes.time}>{formatTimeWithSeconds(event.at, zone)}</strong>
      <span className={classes.after}>{formatAge(Date.parse(alert.raised_at), Date.parse(event.at))}</span>
      <span className={classes.dot}>
        {event.kind === 'raised' ? (
          <SeverityShape severity={alert.severity} size={20} decorative />
        ) : (
          <span className={classes.mark}>
            <Icon name={ICONS[event.kind]} size={12} />
          </span>
        )}
      </span>
      <span className={classes.words}>
        <strong>{t(`alertEvent.${event.kind}`)}</strong> {who === '' ? null : <bdi>{who}</bdi>}
        {event.notes == null || event.notes === '' ? null : (
          <q className={classes.notes}>
            <bdi>{event.notes}</bdi>
          </q>
        )}
      </span>
    </li>
  );
}
