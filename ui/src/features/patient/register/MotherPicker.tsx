import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import type { PatientSummary } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { PatientName } from '../PatientName.tsx';
import { usePatient } from '../patient-queries.ts';
import { PatientHit } from '../search/PatientHit.tsx';
import { usePatientSearch } from '../search/patient-search.ts';
import { similarNames } from '../search/similar-names.ts';
import classes from './PickPatient.module.css';
import type { Mother } from './RegisterScreen.tsx';

interface MotherPickerProps {
  readonly motherId: string | undefined;
  readonly onPick: (mother: Mother) => void;
}

/** First whose newborn it is. From the chart of the mother she is offered at once. */
export function MotherPicker({ motherId, onPick }: MotherPickerProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <h2 className={classes.title}>{t('register.whichMother')}</h2>
      {motherId === undefined ? null : <OfferedMother id={motherId} onPick={onPick} />}
      <PickPatient label={t('register.findMother')} action={t('register.thisMother')} onPick={onPick} />
    </div>
  );
}

function OfferedMother({ id, onPick }: { readonly id: string; readonly onPick: (mother: Mother) => void }) {
  const { t } = useTranslation();
  const query = usePatient(id);
  if (query.isPending) return <Placeholder kind="loading" />;
  if (query.isError)
    return (
      <Placeholder
        kind="error"
        text={errorWords(problemOf(query.error), t)}
        onRetry={() => void query.refetch()}
      />
    );
  const mother = query.data;
  return (
    <div className={classes.offered}>
      <strong>
        <PatientName name={mother} />
      </strong>
      <span className="code">{mother.code}</span>
      <Button
        tone="primary"
        onClick={() => {
          onPick(mother);
        }}
      >
        {t('register.thisMother')}
      </Button>
    </div>
  );
}

interface PickPatientProps {
  readonly label: string;
  readonly action: string;
  readonly onPick: (patient: PatientSummary) => void;
}

/** A patient found by name, code, phone or birth date and chosen by a button of its own. */
export function PickPatient({ label, action, onPick }: PickPatientProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { query, hits, typed, asks, isBehind } = usePatientSearch(text);
  const similar = similarNames(hits.map((hit) => hit.patient));
  return (
    <div className={classes.pick}>
      <TextInput
        autoFocus
        data-autofocus
        label={label}
        placeholder={t('find.placeholder')}
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <p className={classes.status} role="status">
        {isBehind
          ? t('find.looking')
          : asks && !query.isError
            ? t('find.hits', { count: hits.length })
            : null}
      </p>
      {query.isError && asks ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      <ul className={classes.hits}>
        {hits.map(({ patient, matched }) => (
          <li key={patient.id} className={classes.hit}>
            <PatientHit patient={patient} typed={typed} matched={matched} similar={similar.has(patient.id)} />
            <Button
              size="small"
              disabled={isBehind}
              onClick={() => {
                onPick(patient);
              }}
            >
              {action}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
