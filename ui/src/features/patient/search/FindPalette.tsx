import { useClickOutside } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import { Icon } from '../../../design/Icon.tsx';
import { KeyCap } from '../../../design/KeyCap.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { useMe } from '../../session/me.ts';
import classes from './FindPalette.module.css';
import { PatientHit } from './PatientHit.tsx';
import { searchQuery, usePatientSearch } from './patient-search.ts';
import { similarNames } from './similar-names.ts';

interface FindPaletteProps {
  /** True where something was chosen, so that the focus goes with it. */
  readonly onClose: (chosen: boolean) => void;
}

const optionId = (index: number) => `find-option-${index}`;

/** Hits as one types, walked with the arrows. It lies over the screen and never over the open alerts. */
export function FindPalette({ onClose }: FindPaletteProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayRegister = useMe().permissions.includes('patient_register');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState({ typed: '', index: 0 });
  const latest = useRef('');
  const { query, hits, typed, asks, isBehind } = usePatientSearch(text);
  const panel = useClickOutside<HTMLDivElement>(() => {
    onClose(false);
  });
  useKeys({
    Escape: () => {
      onClose(false);
      return true;
    },
  });

  const similar = similarNames(hits.map((hit) => hit.patient));
  const count = hits.length + (mayRegister ? 1 : 0);
  const index = chosen.typed === typed ? Math.min(chosen.index, count - 1) : 0;
  const openPatient = (patientId: string) => {
    onClose(true);
    void navigate({ to: '/patients/$patientId', params: { patientId } });
  };
  const register = () => {
    onClose(true);
    void navigate({ to: '/patients/register' });
  };
  const choose = (at: number) => {
    const hit = hits[at];
    if (hit !== undefined) openPatient(hit.patient.id);
    else if (mayRegister) register();
  };
  // A scanner types a code and Enter at once: a single hit for exactly that text is opened when it is there.
  const openWhenFound = () => {
    const wanted = typed;
    void client.query(searchQuery(wanted)).then(
      (found) => {
        const [only] = found;
        if (latest.current.trim() === wanted && found.length === 1 && only !== undefined)
          openPatient(only.patient.id);
      },
      () => undefined, // The list says that it could not be loaded.
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && count > 0) setChosen({ typed, index: (index + step + count) % count });
    else if (event.key === 'Enter' && isBehind) openWhenFound();
    else if (event.key === 'Enter') choose(index);
    else if (event.key === 'Tab') onClose(false);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={panel} className={classes.panel} role="dialog" aria-label={t('find.title')} data-testid="find">
      <div className={classes.head}>
        <Icon name="find" size={20} />
        <input
          autoFocus
          className={classes.input}
          role="combobox"
          aria-label={t('find.label')}
          aria-expanded={count > 0}
          aria-controls="find-options"
          aria-activedescendant={count > 0 ? optionId(index) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t('find.placeholder')}
          value={text}
          onChange={(event) => {
            latest.current = event.currentTarget.value;
            setText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
        <KeyCap keys="Esc" />
      </div>
      <div className={classes.status} role="status">
        {isBehind
          ? t('find.looking')
          : asks && !query.isError
            ? t('find.hits', { count: hits.length })
            : null}
      </div>
      {query.isError && asks ? (
        <p className={classes.fault} role="alert">
          <strong>{t('error.title')}.</strong> {errorWords(problemOf(query.error), t)}
        </p>
      ) : null}
      <ul className={classes.list} id="find-options" role="listbox" aria-label={t('find.title')}>
        {hits.map((hit, at) => (
          <li
            key={hit.patient.id}
            id={optionId(at)}
            role="option"
            aria-selected={at === index}
            data-behind={isBehind || undefined}
            className={classes.option}
            onClick={() => {
              openPatient(hit.patient.id);
            }}
          >
            <PatientHit
              patient={hit.patient}
              typed={typed}
              matched={hit.matched}
              similar={similar.has(hit.patient.id)}
            />
          </li>
        ))}
        {mayRegister ? (
          <li
            id={optionId(hits.length)}
            role="option"
            aria-selected={index === hits.length}
            className={classes.option}
            onClick={register}
          >
            <Icon name="plus" />
            {asks && !isBehind && query.isSuccess && hits.length === 0
              ? t('find.registerNone')
              : t('find.register')}
          </li>
        ) : null}
      </ul>
      <footer className={classes.foot}>
        <KeyCap keys="↑" />
        <KeyCap keys="↓" />
        <span>{t('find.choose')}</span>
        <KeyCap keys="Enter" />
        <span>{t('find.open')}</span>
        <span className={classes.note}>{t('find.note')}</span>
      </footer>
    </div>
  );
}
