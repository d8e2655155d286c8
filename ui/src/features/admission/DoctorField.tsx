import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useMe } from '../session/me.ts';
import { useHospitalDoctors } from './admission-queries.ts';

interface DoctorFieldProps {
  /** The id of the account or of the doctor; empty where nobody is chosen. */
  readonly value: string;
  readonly onChange: (doctorId: string) => void;
}

export function DoctorField({ value, onChange }: DoctorFieldProps) {
  const { t } = useTranslation();
  const query = useHospitalDoctors(useMe().hospital?.id ?? '');
  const known = new Map((query.data ?? []).map(({ doctor }) => [doctor.id, doctor]));
  return (
    <NativeSelect
      label={t('patient.doctor')}
      value={value}
      error={query.isError ? errorWords(problemOf(query.error), t) : undefined}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    >
      <option value="">{t('patient.noDoctor')}</option>
      {[...known.values()].map((doctor) => (
        <option key={doctor.id} value={doctor.id}>
          {doctor.is_available ? doctor.full_name : t('stay.doctorAway', { name: doctor.full_name })}
        </option>
      ))}
    </NativeSelect>
  );
}
