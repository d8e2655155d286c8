import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import classes from './fields.module.css';
import { type Moment, momentOf, readMoment } from './moment.ts';

export interface QuickMoment {
  readonly label: string;
  readonly ms: number;
}

interface MomentFieldProps {
  readonly label: string;
  readonly value: Moment;
  readonly onChange: (value: Moment) => void;
  readonly quick?: readonly QuickMoment[];
  readonly error?: string | null;
}

/** A date and a time on the hospital's clocks, typed or taken from the usual ones. */
export function MomentField({ label, value, onChange, quick = [], error = null }: MomentFieldProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const wrong = readMoment(zone, value).kind === 'wrong' ? t('stay.momentWrong') : error;
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{label}</legend>
      <div className={classes.moment}>
        <TextInput
          aria-label={t('stay.dateOf', { what: label })}
          placeholder={t('stay.datePlaceholder')}
          value={value.date}
          error={wrong !== null}
          onChange={(event) => {
            onChange({ ...value, date: event.currentTarget.value });
          }}
        />
        <TextInput
          aria-label={t('stay.timeOf', { what: label })}
          placeholder={t('stay.timePlaceholder')}
          value={value.time}
          error={wrong !== null}
          onChange={(event) => {
            onChange({ ...value, time: event.currentTarget.value });
          }}
        />
      </div>
      {wrong === null ? null : (
        <p className={classes.error} role="alert">
          {wrong}
        </p>
      )}
      {quick.length === 0 ? null : (
        <div className={classes.quick}>
          {quick.map((one) => (
            <button
              key={one.label}
              type="button"
              className={classes.toggle}
              onClick={() => {
                onChange(momentOf(zone, one.ms));
              }}
            >
              {one.label}
            </button>
          ))}
        </div>
      )}
    </fieldset>
  );
}
