import { useTranslation } from 'react-i18next';
import type { DayCount } from '../../../api/types.ts';
import table from '../../../design/table.module.css';
import { formatPlainDate } from '../../../lib/time/format.ts';
import { count } from './scale.ts';

/** The same figures as the two charts over days, the latest day first. */
export function DayTable({ days }: { readonly days: readonly DayCount[] }) {
  const { t } = useTranslation();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('statistics.day')}</th>
          <th scope="col" className={table.number}>
            {t('statistics.admissions')}
          </th>
          <th scope="col" className={table.number}>
            {t('statistics.discharges')}
          </th>
          <th scope="col" className={table.number}>
            {t('statistics.atMidnight')}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...days].reverse().map((day) => (
          <tr key={day.day} className={table.dense}>
            <th scope="row" className="unbroken">
              {formatPlainDate(day.day)}
            </th>
            <td className={table.number}>{count(day.admissions)}</td>
            <td className={table.number}>{count(day.discharges)}</td>
            <td className={table.number}>{count(day.occupied_at_midnight)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
