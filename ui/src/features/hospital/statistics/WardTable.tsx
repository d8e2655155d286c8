import { useTranslation } from 'react-i18next';
import type { WardOccupancy } from '../../../api/types.ts';
import table from '../../../design/table.module.css';
import { count, percent } from './scale.ts';

const COLUMNS = ['total', 'occupied', 'reserved', 'cleaning', 'closed', 'free'] as const;

/** The same figures as the bars. */
export function WardTable({ wards }: { readonly wards: readonly WardOccupancy[] }) {
  const { t } = useTranslation();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('statistics.ward')}</th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className={table.number}>
              {column === 'total' ? t('statistics.beds') : t(`bedState.${column}`)}
            </th>
          ))}
          <th scope="col" className={table.number}>
            {t('statistics.rate')}
          </th>
        </tr>
      </thead>
      <tbody>
        {wards.map((ward) => {
          const rate = percent(ward.occupied, ward.total);
          return (
            <tr key={ward.ward_id}>
              <th scope="row">
                <bdi>{ward.ward_name}</bdi>
              </th>
              {COLUMNS.map((column) => (
                <td key={column} className={table.number}>
                  {count(ward[column])}
                </td>
              ))}
              <td className={table.number}>
                {rate === null ? t('statistics.unknown') : t('statistics.percent', { percent: rate })}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
