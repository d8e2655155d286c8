import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/types.ts';
import { KeyCap } from '../../design/KeyCap.tsx';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { Spoken } from '../../design/Spoken.tsx';
import { countBySeverity, isUnanswered } from './alert-queries.ts';
import classes from './AlertStrip.module.css';
import { SEVERITIES } from './SeverityCounts.tsx';

interface AlertStripProps {
  readonly alerts: readonly Alert[];
  readonly onOpen: () => void;
}

/** One button per severity; each opens the drawer. The counts never collapse. */
export function AlertStrip({ alerts, onOpen }: AlertStripProps) {
  const { t } = useTranslation();
  const counts = countBySeverity(alerts);
  const urgent = alerts.some((alert) => alert.severity === 'critical' && isUnanswered(alert));
  return (
    <aside className={classes.strip} aria-label={t('alert.openTitle')} data-testid="alert-strip">
      {SEVERITIES.map((severity) => (
        <button
          key={severity}
          type="button"
          className={classes.button}
          data-urgent={(severity === 'critical' && urgent) || undefined}
          onClick={onOpen}
        >
          <Spoken words={t('alert.openOf', { count: counts[severity], severity: t(`severity.${severity}`) })}>
            <SeverityShape severity={severity} size={18} decorative />
            {counts[severity]}
          </Spoken>
        </button>
      ))}
      <button type="button" className={classes.all} onClick={onOpen} aria-keyshortcuts="F9">
        <span className={classes.sideways}>{t('alert.openTitle')}</span>
        <KeyCap keys="F9" />
      </button>
    </aside>
  );
}
