import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { serverNowMs } from '../../lib/time/clock.ts';
import type { Moment } from '../admission/moment.ts';
import { MomentField } from '../admission/MomentField.tsx';
import { Toggle } from '../admission/StayFields.tsx';
import classes from '../admission/fields.module.css';
import { useHoursFromNow } from './hours.ts';

export interface Away {
  readonly place: string;
  /** Keeps the bed for their return. */
  readonly keep: boolean;
  readonly until: Moment;
}

const PLACES = ['theatre', 'imaging', 'corridor', 'leave'] as const;

interface AwayFieldsProps {
  readonly value: Away;
  readonly onChange: (value: { place: string; keep: boolean; until: Moment }) => void;
  /** The bed that could be kept; null where they have none. */
  readonly bed: string | null;
}

/** Where somebody is who lies in no bed of the ward, and whether their bed waits for them. */
export function AwayFields({ value, onChange, bed }: AwayFieldsProps) {
  const { t } = useTranslation();
  const quick = useHoursFromNow([1, 2, 4, 8], serverNowMs);
  return (
    <div className={classes.fields}>
      <div>
        <TextInput
          label={t('move.place')}
          value={value.place}
          maxLength={100}
          onChange={(event) => {
            onChange({ ...value, place: event.currentTarget.value });
          }}
        />
        <div className={classes.quick}>
          {PLACES.map((name) => (
            <Toggle
              key={name}
              on={value.place === t(`move.places.${name}`)}
              onChange={() => {
                onChange({ ...value, place: t(`move.places.${name}`) });
              }}
            >
              {t(`move.places.${name}`)}
            </Toggle>
          ))}
        </div>
      </div>
      {bed === null ? null : (
        <label className={classes.choice}>
          <input
            type="checkbox"
            checked={value.keep}
            onChange={(event) => {
              onChange({ ...value, keep: event.currentTarget.checked });
            }}
          />
          <span>{t('move.keep', { bed })}</span>
        </label>
      )}
      {bed !== null && value.keep ? (
        <MomentField
          label={t('move.keepUntil')}
          value={value.until}
          quick={quick}
          onChange={(until) => {
            onChange({ ...value, until });
          }}
        />
      ) : null}
      {bed !== null && !value.keep ? <p className={classes.note}>{t('move.freed', { bed })}</p> : null}
    </div>
  );
}
