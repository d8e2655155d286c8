import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { PatientSummary } from '../../api/types.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SearchBox } from '../../design/SearchBox.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { bornWords } from '../patient/born-words.ts';
import { genderWord } from '../patient/gender.ts';
import { PatientName } from '../patient/PatientName.tsx';
import { usePatientSearch } from './admission-queries.ts';
import classes from './PatientFinder.module.css';

interface PatientFinderProps {
  readonly onPick: (patient: PatientSummary) => void;
  /** Where a panel begins with it, the cursor is in it. */
  readonly autoFocus?: boolean;
}

/** Finds one patient: each hit with birth date and code, because names alone have been mistaken. */
export function PatientFinder({ onPick, autoFocus = false }: PatientFinderProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const query = usePatientSearch(words);
  const list = useRef<HTMLUListElement>(null);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const hits = [...(list.current?.querySelectorAll('button') ?? [])];
    hits[hits.findIndex((hit) => hit === document.activeElement) + by]?.focus();
    event.preventDefault();
  };
  return (
    <div onKeyDown={step}>
      <SearchBox
        label={t('admit.find')}
        value={words}
        onChange={setWords}
        autoFocus={autoFocus}
        onEnter={(text) => {
          // Several are never guessed between, nor is a list that belongs to other letters taken.
          const [only, ...others] = text === words ? (query.data ?? []) : [];
          if (only !== undefined && others.length === 0) onPick(only.patient);
        }}
      />
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
        <ul ref={list} className={classes.results} aria-label={t('admit.found')}>
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
                  {bornWords(patient, t)}, {genderWord(patient.gender, t)},{' '}
                  <span className="code">{patient.code}</span>
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
