import { useTranslation } from 'react-i18next';
import type { Bed } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import table from '../../design/table.module.css';
import { useRowKeys } from '../../lib/keyboard/use-row-keys.ts';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { Capabilities } from '../bed/Capabilities.tsx';
import classes from './BedTable.module.css';

interface BedTableProps {
  readonly beds: readonly Bed[];
  readonly disabled: boolean;
  readonly onChange: (bed: Bed) => void;
}

const ICONS = {
  free: 'bed',
  occupied: 'person',
  reserved: 'clock',
  cleaning: 'broom',
  closed: 'closed',
} as const;

/** One row per bed, in the order of the ward. Who lies there is the ward's business, not this screen's. */
export function BedTable({ beds, disabled, onChange }: BedTableProps) {
  const { t } = useTranslation();
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <table className={`${table.table} ${classes.beds}`}>
      <thead>
        <tr>
          <th scope="col">{t('hospital.column.bed')}</th>
          <th scope="col">{t('hospital.column.bay')}</th>
          <th scope="col">{t('hospital.column.has')}</th>
          <th scope="col">{t('hospital.column.state')}</th>
          <th aria-label={t('hospital.column.action')} />
        </tr>
      </thead>
      <tbody ref={rows}>
        {[...beds]
          .sort((a, b) => a.position - b.position)
          .map((bed) => (
            <tr key={bed.id} data-testid="bed-row">
              <th scope="row">{bed.label}</th>
              <td>
                <bdi>{bed.bay}</bdi>
              </td>
              <td>
                <Capabilities names={bed.capabilities} />
              </td>
              <td>
                <span className={classes.state} data-state={bed.state}>
                  <Icon name={ICONS[bed.state]} size={14} />
                  {t(`bedState.${bed.state}`)}
                  <BedNote bed={bed} />
                </span>
              </td>
              <td className={table.act}>
                <Button
                  size="small"
                  disabled={disabled}
                  aria-label={t('hospital.changeNamed', { name: bed.label })}
                  data-row
                  onClick={() => {
                    onChange(bed);
                  }}
                >
                  {t('hospital.change')}
                </Button>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function BedNote({ bed }: { readonly bed: Bed }) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const since = t('hospital.since', { time: formatMoment(bed.state_since, zone, now) });
  const words = {
    free: '',
    occupied: '',
    reserved:
      bed.reservation == null
        ? ''
        : t('hospital.until', { time: formatMoment(bed.reservation.until, zone, now) }),
    cleaning: since,
    closed: bed.state_reason == null ? since : `${bed.state_reason}, ${since}`,
  }[bed.state];
  return words === '' ? null : <span className={classes.note}>{words}</span>;
}
