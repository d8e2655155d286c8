import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { PatientSummary } from '../../api/types.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SearchBox } from '../../design/SearchBox.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { formatPlainDate } from '../../lib/time/format.ts';
import { genderWord } from '../patient/gender.ts';
import { PatientName } from '../patient/PatientName.tsx';
import { usePatientSearch } from './admission-queries.ts';
import classes from './PatientFinder.module.css';

interface PatientFinderProps {
  readonly onPick: (patient: PatientSummary) => void;
}

/** Finds one patient: each hit with birth date and code, because names alone have been mistaken. */
export function PatientFinder({ onPick }: PatientFinderProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const query = usePatientSearch(words);
  return (
    <div>
      <SearchBox label={t('admit.find')} value={words} onChange={setWords} />
      {query.isLoading ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isSuccess && query.data.length === 0 ? (
        <Placeholder kind="empty" text={t('admit.nobody')} />
      ) : null}
      {query.data === undefined || query.data.length === 0 ? null : (
        <ul className={classes.results} aria-label={t('admit.found')}>
          {query.data.map(({ patient }) => (
            <li key={patient.id}>
              <button
                type="button"
                className={classes.hit}
                onClick={() => {
                  onPick(patient);
                }}
              >
                <strong>
                  <PatientName name={patient} />
                </strong>
                <span className={classes.who}>
                  {formatPlainDate(patient.date_of_birth)} {t('patient.age', { age: patient.age_years })},{' '}
                  {genderWord(patient.gender, t)}, <span className="code">{patient.code}</span>
                </span>
                {patient.has_open_admission === true ? (
                  <span className={classes.in}>
                    {patient.place == null ? t('admit.isIn') : t('admit.isInPlace', { place: patient.place })}
                  </span>
                ) : null}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
