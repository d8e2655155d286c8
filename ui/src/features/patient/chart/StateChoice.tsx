import { useTranslation } from 'react-i18next';
import type { AllergyState } from '../../../api/types.ts';
import classes from './StateChoice.module.css';

interface StateChoiceProps {
  readonly label: string;
  readonly states: readonly AllergyState[];
  readonly value: AllergyState | null;
  /** Offered no more, with the reason below: an active list stands against it. */
  readonly refused?: readonly AllergyState[];
  readonly isMissing: boolean;
  readonly onChange: (state: AllergyState) => void;
}

/** Which of the states holds now. */
export function StateChoice({ label, states, value, refused = [], isMissing, onChange }: StateChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.choice}>
      <legend className={classes.legend}>{label}</legend>
      {states.map((state) => (
        <label key={state} className={classes.option} data-on={state === value || undefined}>
          <input
            type="radio"
            name="state"
            checked={state === value}
            disabled={refused.includes(state)}
            onChange={() => {
              onChange(state);
            }}
          />
          {t(`allergyChoice.${state}`)}
        </label>
      ))}
      {isMissing ? (
        <p className={classes.fault} role="alert">
          {t('allergies.chooseState')}
        </p>
      ) : null}
    </fieldset>
  );
}
