import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './fields.module.css';
import { Toggle } from './StayFields.tsx';

interface WithoutBedProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** Into a bed, or admitted without one: in the corridor, in theatre. They stand in the board's own lane. */
export function WithoutBed({ value, onChange }: WithoutBedProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.fields} style={{ paddingBlock: 0 }}>
      <div className={classes.row} role="group" aria-label={t('move.where')}>
        <Toggle
          on={value === null}
          onChange={() => {
            onChange(null);
          }}
        >
          {t('move.kind.bed')}
        </Toggle>
        <Toggle
          on={value !== null}
          onChange={() => {
            onChange(value ?? '');
          }}
        >
          {t('admit.noBed')}
        </Toggle>
      </div>
      {value === null ? null : (
        <TextInput
          label={t('move.place')}
          value={value}
          maxLength={100}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      )}
    </div>
  );
}
