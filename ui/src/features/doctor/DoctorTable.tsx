import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Doctor } from '../../api/types.ts';
import table from '../../design/table.module.css';
import { useRowKeys } from '../../lib/keyboard/use-row-keys.ts';
import { AvailabilityWord } from './AvailabilityWord.tsx';
import classes from './DoctorTable.module.css';
import { LicenceMark } from './LicenceMark.tsx';

/** One row per doctor; the name leads to the page. */
export function DoctorTable({ doctors }: { readonly doctors: readonly Doctor[] }) {
  const { t } = useTranslation();
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('doctor.column.code')}</th>
          <th scope="col">{t('doctor.column.name')}</th>
          <th scope="col">{t('doctor.column.specializations')}</th>
          <th scope="col">{t('doctor.column.available')}</th>
          <th scope="col">{t('doctor.column.licence')}</th>
          <th scope="col" className={table.number}>
            {t('doctor.column.patients')}
          </th>
        </tr>
      </thead>
      <tbody ref={rows}>
        {doctors.map((doctor) => (
          <tr key={doctor.id} className={classes.row} data-testid="doctor-row">
            <td className="code">{doctor.doctor_id}</td>
            <th scope="row">
              <Link
                to="/doctors/$doctorId"
                params={{ doctorId: doctor.doctor_id }}
                className={classes.name}
                data-row
              >
                <bdi>{doctor.full_name}</bdi>
              </Link>
            </th>
            <td className={classes.list}>{doctor.specializations.join(', ')}</td>
            <td>
              <AvailabilityWord doctor={doctor} />
            </td>
            <td>
              <LicenceMark doctor={doctor} />
            </td>
            <td className={table.number}>{doctor.current_patients}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
