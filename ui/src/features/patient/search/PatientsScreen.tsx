import { TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import type { PatientSummary, SearchMatch } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Icon } from '../../../design/Icon.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { Screen } from '../../../design/Screen.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { useMe } from '../../session/me.ts';
import { PatientHit } from './PatientHit.tsx';
import classes from './PatientsScreen.module.css';
import { PAGE, usePatientList, usePatientSearch } from './patient-search.ts';
import { similarNames } from './similar-names.ts';

interface Row {
  readonly patient: PatientSummary;
  readonly matched: SearchMatch | null;
}

/** Everybody on file: as a list, by emergency, or by what is typed. */
export function PatientsScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayRegister = useMe().permissions.includes('patient_register');
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  const [emergencyOnly, setEmergencyOnly] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const searching = text.trim() !== '' && !emergencyOnly;
  const search = usePatientSearch(searching ? text : '');
  const paged = usePatientList(page, emergencyOnly, emergencyOnly ? text : '');
  const query = searching ? search.query : paged;
  const rows: readonly Row[] = searching
    ? search.hits
    : (paged.data?.patients ?? []).map((patient) => ({ patient, matched: null }));
  const isBehind = searching ? search.isBehind : paged.isPlaceholderData;
  const total = paged.data?.total ?? null;

  useKeys({
    '/': () => {
      input.current?.focus();
      return true;
    },
    F2: () => {
      if (mayRegister) void navigate({ to: '/patients/register', search: { as: 'unidentified' } });
      return true;
    },
    J: () => step(list.current, 1),
    K: () => step(list.current, -1),
  });
  const onArrows = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    step(list.current, by);
    event.preventDefault();
  };

  return (
    <Screen
      title={t('patients.title')}
      actions={
        mayRegister ? (
          <>
            <Button
              icon="question"
              keys="F2"
              onClick={() => void navigate({ to: '/patients/register', search: { as: 'unidentified' } })}
            >
              {t('register.unidentified')}
            </Button>
            <Button tone="primary" icon="plus" onClick={() => void navigate({ to: '/patients/register' })}>
              {t('find.register')}
            </Button>
          </>
        ) : null
      }
    >
      <div className={classes.bar} onKeyDown={onArrows}>
        <TextInput
          ref={input}
          className={classes.input ?? ''}
          aria-label={t('find.label')}
          placeholder={t('find.placeholder')}
          leftSection={<Icon name="find" />}
          autoFocus
          autoComplete="off"
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPage(0);
          }}
        />
        <button
          type="button"
          className={classes.filter}
          aria-pressed={emergencyOnly}
          onClick={() => {
            setEmergencyOnly(!emergencyOnly);
            setPage(0);
          }}
        >
          <Icon name="alarm" size={14} />
          {t('patients.emergencyOnly')}
        </button>
        <span className={classes.count} role="status">
          {isBehind || query.isPending
            ? t('find.looking')
            : query.isError
              ? null
              : searching
                ? t('find.hits', { count: rows.length })
                : total === null
                  ? t('patients.many')
                  : t('patients.total', { count: total })}
        </span>
      </div>
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isPending && rows.length === 0 ? <Placeholder kind="loading" /> : null}
      {query.isSuccess && !isBehind && rows.length === 0 ? (
        <Placeholder kind="empty" text={t(emergencyOnly ? 'patients.noEmergency' : 'patients.none')} />
      ) : null}
      <Rows ref={list} rows={rows} typed={text.trim()} behind={isBehind} onArrows={onArrows} />
      {searching || (page === 0 && rows.length < PAGE) ? null : (
        <nav className={classes.pages} aria-label={t('patients.pages')}>
          <Button
            size="small"
            disabled={page === 0}
            onClick={() => {
              setPage(page - 1);
            }}
          >
            {t('patients.previous')}
          </Button>
          <span>{t('patients.page', { from: page * PAGE + 1, to: page * PAGE + rows.length })}</span>
          <Button
            size="small"
            disabled={isBehind || rows.length < PAGE || (total !== null && (page + 1) * PAGE >= total)}
            onClick={() => {
              setPage(page + 1);
            }}
          >
            {t('patients.next')}
          </Button>
        </nav>
      )}
    </Screen>
  );
}

interface RowsProps {
  readonly ref: React.Ref<HTMLUListElement>;
  readonly rows: readonly Row[];
  readonly typed: string;
  readonly behind: boolean;
  readonly onArrows: (event: KeyboardEvent) => void;
}

function Rows({ ref, rows, typed, behind, onArrows }: RowsProps) {
  const similar = similarNames(rows.map((row) => row.patient));
  if (rows.length === 0) return null;
  return (
    <ul ref={ref} className={classes.rows} data-behind={behind || undefined} onKeyDown={onArrows}>
      {rows.map(({ patient, matched }) => (
        <li key={patient.id}>
          <Link to="/patients/$patientId" params={{ patientId: patient.id }} className={classes.row}>
            <PatientHit patient={patient} typed={typed} matched={matched} similar={similar.has(patient.id)} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Moves the focus over the rows; from anywhere else to the first or the last. */
function step(list: HTMLUListElement | null, by: 1 | -1): boolean {
  const links = [...(list?.querySelectorAll('a') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
  links[next]?.focus();
  return true;
}
