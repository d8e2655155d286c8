import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AllergyState } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { CheckMark } from '../../../design/CheckMark.tsx';
import { KeyCap } from '../../../design/KeyCap.tsx';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { ALLERGY_SEVERITIES, ALLERGY_STATES } from '../allergy-values.ts';
import type { AllergyRow, AllergySeverity } from './draft.ts';
import { useForm } from './form-binding.ts';
import classes from './register.module.css';

/** One of four states must be chosen: a blank never means none. */
export function AllergyFields() {
  const { t } = useTranslation();
  const { draft, change, faultAt } = useForm();
  const fault = faultAt('allergyState');
  const choose = (state: AllergyState) => {
    const firstRow = state === 'known' && draft.allergies.length === 0;
    change({ allergyState: state, ...(firstRow ? { allergies: [newRow(draft.allergies)] } : {}) });
  };
  useKeys(
    Object.fromEntries(
      ALLERGY_STATES.map((state, index) => [
        `Alt ${index + 1}`,
        () => {
          choose(state);
          return true;
        },
      ]),
    ),
  );
  const state = draft.allergyState;
  return (
    <fieldset className={classes.card} data-needed={state === '' || undefined}>
      <legend className={classes.legend}>
        {t('allergies.title')}{' '}
        <span className={classes.needed}>{state === '' ? t('register.allergiesNeeded') : null}</span>
      </legend>
      <div className={classes.states}>
        {ALLERGY_STATES.map((option, index) => (
          <label key={option} className={classes.option} data-on={option === state || undefined}>
            <input
              type="radio"
              name="allergy-state"
              checked={option === state}
              onChange={() => {
                choose(option);
              }}
            />
            <span>{t(`allergyChoice.${option}`)}</span>
            <KeyCap keys={`Alt ${index + 1}`} />
          </label>
        ))}
      </div>
      {fault === undefined ? null : (
        <p className={classes.fault} role="alert">
          {fault}
        </p>
      )}
      {state === 'known' ? <AllergyRows /> : null}
      {state === '' || state === 'known' ? null : (
        <p className={classes.hint}>
          <CheckMark result={state === 'none_known' ? 'pass' : 'not_performed'} />
          {t(`allergyChoiceNote.${state}`)}
        </p>
      )}
    </fieldset>
  );
}

function newRow(rows: readonly AllergyRow[]): AllergyRow {
  return { key: Math.max(0, ...rows.map((row) => row.key)) + 1, substance: '', reaction: '', severity: '' };
}

function AllergyRows() {
  const { t } = useTranslation();
  const { draft, change, faultAt } = useForm();
  const rows = draft.allergies;
  const set = (key: number, part: Partial<AllergyRow>) => {
    change({ allergies: rows.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  };
  return (
    <div className={classes.rows}>
      {rows.map((row, index) => (
        <div key={row.key} className={classes.allergyRow}>
          <TextInput
            label={t('allergies.substance')}
            autoFocus
            autoComplete="off"
            maxLength={200}
            value={row.substance}
            error={index === 0 ? faultAt('allergies') : undefined}
            onChange={(event) => {
              set(row.key, { substance: event.currentTarget.value });
            }}
          />
          <TextInput
            label={t('allergies.reaction')}
            autoComplete="off"
            maxLength={200}
            value={row.reaction}
            onChange={(event) => {
              set(row.key, { reaction: event.currentTarget.value });
            }}
          />
          <NativeSelect
            label={t('allergies.severity')}
            value={row.severity}
            data={[
              { value: '', label: t('allergies.severityUnknown') },
              ...ALLERGY_SEVERITIES.map((value) => ({ value, label: t(`allergySeverity.${value}`) })),
            ]}
            onChange={(event) => {
              set(row.key, { severity: event.currentTarget.value as AllergySeverity | '' });
            }}
          />
          <Button
            tone="quiet"
            icon="cross"
            aria-label={t('allergies.removeRow', { substance: row.substance })}
            onClick={() => {
              change({ allergies: rows.filter((other) => other.key !== row.key) });
            }}
          >
            {t('allergies.remove')}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        icon="plus"
        onClick={() => {
          change({ allergies: [...rows, newRow(rows)] });
        }}
      >
        {t('allergies.another')}
      </Button>
    </div>
  );
}
