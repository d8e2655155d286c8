import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Doctor } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { SearchPicker } from '../../design/SearchPicker.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { AvailabilityWord } from './AvailabilityWord.tsx';
import { useDoctors } from './doctor-queries.ts';
import classes from './DoctorPicker.module.css';

const PAUSE_MS = 120;
const SUGGESTIONS = 8;

interface DoctorPickerProps {
  readonly label: string;
  readonly value: Doctor | null;
  readonly onChange: (doctor: Doctor | null) => void;
  readonly autoFocus?: boolean;
}

/** Chooses a doctor by name, code or specialisation. Who is away can be chosen, and is shown to be away. */
export function DoctorPicker({ label, value, onChange, autoFocus = false }: DoctorPickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), PAUSE_MS);
  const query = useDoctors({ q, specialization: '', availableOnly: false, skip: 0 }, SUGGESTIONS);
  const isBehind = q !== text.trim() || query.isPlaceholderData || query.isPending;
  const doctors = isBehind ? [] : (query.data?.items ?? []);
  if (value !== null) {
    return (
      <div className={classes.chosen}>
        <OneDoctor doctor={value} />
        <Button
          size="small"
          onClick={() => {
            onChange(null);
          }}
        >
          {t('doctor.otherDoctor')}
        </Button>
      </div>
    );
  }
  return (
    <SearchPicker
      label={label}
      placeholder={t('doctor.find')}
      text={text}
      onText={setText}
      items={doctors}
      idOf={(doctor) => doctor.id}
      render={(doctor) => <OneDoctor doctor={doctor} />}
      onPick={onChange}
      autoFocus={autoFocus}
      status={
        <p className={classes.status} role="status">
          {query.isError
            ? errorWords(problemOf(query.error), t)
            : isBehind
              ? t('loading')
              : doctors.length === 0
                ? t('doctor.noneMatch')
                : ''}
        </p>
      }
    />
  );
}

function OneDoctor({ doctor }: { readonly doctor: Doctor }) {
  return (
    <span className={classes.one}>
      <span className={classes.words}>
        <bdi className={classes.name}>{doctor.full_name}</bdi>
        <span className={classes.facts}>
          <span className="code">{doctor.doctor_id}</span>
          <span>{doctor.specializations.join(', ')}</span>
        </span>
      </span>
      <AvailabilityWord doctor={doctor} />
    </span>
  );
}
