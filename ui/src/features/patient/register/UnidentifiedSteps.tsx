import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../design/Button.tsx';
import { Icon } from '../../../design/Icon.tsx';
import { KeyCap } from '../../../design/KeyCap.tsx';
import { AGE_RANGES, newAlias, rangeOf } from './alias.ts';
import form from './register.module.css';
import { SEXES, type UnidentifiedEntry } from './unidentified-entry.ts';
import classes from './UnidentifiedForm.module.css';

interface UnidentifiedStepsProps {
  readonly entry: UnidentifiedEntry;
  /** The age as a number, or null where it is none. */
  readonly years: number | null;
  readonly year: number | null;
  readonly tried: boolean;
  readonly onChange: (change: Partial<UnidentifiedEntry>) => void;
}

export function UnidentifiedSteps({ entry, years, year, tried, onChange }: UnidentifiedStepsProps) {
  const { t } = useTranslation();
  const { alias, gender, age, description } = entry;
  const range = years === null ? -1 : rangeOf(years);
  return (
    <div className={classes.steps}>
      <Step
        number={1}
        done={alias.trim() !== ''}
        title={t('unidentified.alias')}
        note={t('unidentified.aliasNote')}
      >
        <div className={classes.alias}>
          <TextInput
            className={classes.aliasInput ?? ''}
            aria-label={t('unidentified.alias')}
            value={alias}
            maxLength={100}
            error={tried && alias.trim() === '' ? t('register.fault.required') : undefined}
            onChange={(event) => {
              onChange({ alias: event.currentTarget.value });
            }}
          />
          <Button
            size="large"
            keys="F5"
            onClick={() => {
              onChange({ alias: newAlias() });
            }}
          >
            {t('unidentified.another')}
          </Button>
        </div>
      </Step>
      <Step number={2} done={gender !== null} title={t('unidentified.sex')} needed={tried && gender === null}>
        <div className={classes.sexes}>
          {SEXES.map(([sex, key]) => (
            <label key={sex} className={classes.option} data-on={gender === sex || undefined}>
              <input
                type="radio"
                name="sex"
                checked={gender === sex}
                onChange={() => {
                  onChange({ gender: sex });
                }}
              />
              <span>{sex === 'prefer_not_to_say' ? t('unidentified.cannotTell') : t(`gender.${sex}`)}</span>
              <KeyCap keys={key} />
            </label>
          ))}
        </div>
      </Step>
      <Step
        number={3}
        done={years !== null}
        title={t('unidentified.age')}
        note={t('unidentified.ageNote')}
        needed={tried && years === null}
      >
        <div className={classes.ranges}>
          {AGE_RANGES.map((option, index) => (
            <label key={option.name} className={classes.option} data-on={range === index || undefined}>
              <input
                type="radio"
                name="age-range"
                className="visually-hidden"
                checked={range === index}
                onChange={() => {
                  onChange({ age: String(option.years) });
                }}
              />
              <span>{t(`unidentified.range.${option.name}`)}</span>
              <KeyCap keys={String(index + 1)} />
            </label>
          ))}
        </div>
        <label className={classes.about}>
          {t('unidentified.about')}
          <TextInput
            className={classes.years ?? ''}
            aria-label={t('unidentified.years')}
            inputMode="numeric"
            value={age}
            maxLength={3}
            error={age !== '' && years === null}
            onChange={(event) => {
              onChange({ age: event.currentTarget.value });
            }}
          />
          {t('unidentified.yearsWord')}
          {year === null ? null : (
            <span className={classes.shown}>{t('unidentified.shownAs', { year })}</span>
          )}
        </label>
      </Step>
      <Step number={null} done={false} title={t('unidentified.more')} note={t('unidentified.moreNote')}>
        <TextInput
          aria-label={t('unidentified.more')}
          placeholder={t('unidentified.moreHint')}
          value={description}
          maxLength={500}
          onChange={(event) => {
            onChange({ description: event.currentTarget.value });
          }}
        />
      </Step>
    </div>
  );
}

interface StepProps {
  readonly number: number | null;
  readonly done: boolean;
  readonly title: string;
  readonly note?: string;
  readonly needed?: boolean;
  readonly children: ReactNode;
}

function Step({ number, done, title, note, needed = false, children }: StepProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.step} role="group" aria-label={title}>
      <span className={classes.number} data-done={done || undefined} aria-hidden="true">
        {done ? <Icon name="check" size={20} /> : (number ?? <Icon name="dash" />)}
      </span>
      <div className={classes.content}>
        <strong className={classes.legend}>
          {title} {needed ? <span className={form.needed}>{t('register.needed')}</span> : null}
        </strong>
        {note === undefined ? null : <span className={classes.note}>{note}</span>}
        {children}
      </div>
    </div>
  );
}
