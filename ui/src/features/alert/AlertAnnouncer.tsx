import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUnanswered, useOpenAlerts } from './alert-queries.ts';
import { bedName } from './alert-words.ts';

/** Says every new alert to a screen reader, the critical and high ones at once. */
export function AlertAnnouncer() {
  const { t } = useTranslation();
  const alerts = useOpenAlerts().data;
  const known = useRef<ReadonlySet<string> | null>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (alerts === undefined) return;
    const before = known.current;
    known.current = new Set(alerts.map((alert) => alert.alert_id));
    if (before === null) return;
    const fresh = alerts.filter((alert) => isUnanswered(alert) && !before.has(alert.alert_id));
    if (fresh.length === 0) return;
    const sentences = fresh.map((alert) =>
      t('alert.announce', { severity: t(`severity.${alert.severity}`), bed: bedName(alert, t) }),
    );
    setWords(sentences.join(' '));
  }, [alerts, t]);
  return (
    <div className="visually-hidden" role="alert" aria-live="assertive">
      {words}
    </div>
  );
}
