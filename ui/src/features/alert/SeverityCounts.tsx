import { useTranslation } from 'react-i18next';
import type { AlertCounts, Severity } from '../../api/types.ts';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import classes from './SeverityCounts.module.css';

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

interface SeverityCountsProps {
  readonly counts: AlertCounts;
  /** With the word beside each shape, where there is room. */
  readonly words?: boolean;
}

/** Open alerts by severity. A zero is shown as a zero: a missing shape would read as "not known". */
export function SeverityCounts({ counts, words = false }: SeverityCountsProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.counts} data-testid="alert-counts">
      {SEVERITIES.map((severity) => (
        <span key={severity} className={classes.count} data-zero={counts[severity] === 0 || undefined}>
          <SeverityShape severity={severity} size={16} decorative={words} />
          <strong data-testid={`alert-count-${severity}`}>{counts[severity]}</strong>
          {words ? <span className={classes.word}>{t(`severityLower.${severity}`)}</span> : null}
        </span>
      ))}
    </span>
  );
}
