import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckMark, type CheckResult } from '../../design/CheckMark.tsx';
import { Icon } from '../../design/Icon.tsx';
import { formatTimeWithSeconds } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import type { StationState } from '../../platform/station-state.ts';
import { SeverityCounts } from '../alert/SeverityCounts.tsx';
import { useReadiness } from '../installation/use-readiness.ts';
import classes from './SystemStatus.module.css';
import { useStatusRows } from './use-status-rows.ts';

/** Whether the system works, each part with a shape and words; nothing is green that was not looked at. */
export function SystemStatus({ station }: { readonly station: StationState | null }) {
  const { t } = useTranslation();
  const zone = useZone();
  const readiness = useReadiness();
  const rows = useStatusRows(station, readiness.data ?? null, readiness.isPending);
  const counts = station?.workstation?.open_alerts ?? null;
  const checkedAt = readiness.data?.checkedAtMs;
  return (
    <section className={classes.status} aria-labelledby="system-status">
      <div className={classes.head}>
        <h2 id="system-status" className={classes.title}>
          {t('status.title')}
        </h2>
        {checkedAt === undefined ? null : (
          <span className={classes.checked}>
            {t('status.checked', { time: formatTimeWithSeconds(checkedAt, zone) })}
          </span>
        )}
      </div>
      <dl className={classes.rows}>
        {rows.map((row) => (
          <Row key={row.name} name={t(`status.${row.name}`)} result={row.result}>
            {row.words}
          </Row>
        ))}
        <Row name={t('status.alerts')} result="alarm">
          {counts === null ? t('status.alertsUnknown') : <SeverityCounts counts={counts} words />}
        </Row>
      </dl>
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly result: CheckResult | 'alarm';
  readonly children: ReactNode;
}

function Row({ name, result, children }: RowProps) {
  return (
    <div className={classes.row}>
      <dt>
        {result === 'alarm' ? <Icon name="alarm" /> : <CheckMark result={result} />}
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
