import { useTranslation } from 'react-i18next';
import type { Isolation } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { CAPABILITIES, capabilityIcon, capabilityWord, FROM_ISOLATION } from '../bed/capability.ts';
import classes from './fields.module.css';

const ISOLATIONS = ['contact', 'droplet', 'airborne'] as const;
/** Isolation is asked on its own: it is about the patient, not a fitting of the bed. */
const NEEDS = CAPABILITIES.filter((name) => !FROM_ISOLATION.includes(name));

interface ToggleProps {
  readonly on: boolean;
  readonly onChange: () => void;
  readonly children: React.ReactNode;
}

export function Toggle({ on, onChange, children }: ToggleProps) {
  return (
    <button type="button" className={classes.toggle} aria-pressed={on} onClick={onChange}>
      {children}
    </button>
  );
}

interface IsolationFieldProps {
  readonly value: Isolation | null;
  readonly onChange: (value: Isolation | null) => void;
}

export function IsolationField({ value, onChange }: IsolationFieldProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('stay.isolation')}</legend>
      <div className={classes.row}>
        <Toggle
          on={value === null}
          onChange={() => {
            onChange(null);
          }}
        >
          {t('stay.noIsolation')}
        </Toggle>
        {ISOLATIONS.map((kind) => (
          <Toggle
            key={kind}
            on={value === kind}
            onChange={() => {
              onChange(kind);
            }}
          >
            {t(`isolation.${kind}`)}
          </Toggle>
        ))}
      </div>
    </fieldset>
  );
}

interface NeedsFieldProps {
  readonly legend: string;
  readonly names?: readonly string[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

export function NeedsField({ legend, names = NEEDS, value, onChange }: NeedsFieldProps) {
  const { t } = useTranslation();
  const all = [...names, ...value.filter((name) => !names.includes(name))];
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{legend}</legend>
      <div className={classes.row}>
        {all.map((name) => {
          const icon = capabilityIcon(name);
          const on = value.includes(name);
          return (
            <Toggle
              key={name}
              on={on}
              onChange={() => {
                onChange(on ? value.filter((other) => other !== name) : [...value, name]);
              }}
            >
              {icon === null ? null : <Icon name={icon} size={12} />}
              {capabilityWord(name, t)}
            </Toggle>
          );
        })}
      </div>
    </fieldset>
  );
}
