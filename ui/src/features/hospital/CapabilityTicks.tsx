import { useTranslation } from 'react-i18next';
import { CAPABILITIES, capabilityWord } from '../bed/capability.ts';
import classes from './dialogs.module.css';

interface CapabilityTicksProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** What a bed or its room has. What the bed has already but nobody offers any more can still be taken off. */
export function CapabilityTicks({ value, onChange }: CapabilityTicksProps) {
  const { t } = useTranslation();
  const names = [...new Set<string>([...CAPABILITIES, ...value])];
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('hospital.column.has')}</legend>
      <div className={classes.ticks}>
        {names.map((name) => (
          <label key={name} className={classes.tick}>
            <input
              type="checkbox"
              checked={value.includes(name)}
              onChange={(event) => {
                onChange(
                  event.currentTarget.checked ? [...value, name] : value.filter((one) => one !== name),
                );
              }}
            />
            {capabilityWord(name, t)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
