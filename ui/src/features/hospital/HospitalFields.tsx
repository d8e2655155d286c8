import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatTime } from '../../lib/time/format.ts';
import { timeZones } from '../installation/time-zones.ts';
import classes from './HospitalFields.module.css';
import type { HospitalDraft, HospitalFault, HospitalField, HospitalText } from './hospital-form.ts';

interface HospitalFieldsProps {
  readonly draft: HospitalDraft;
  readonly faults: Partial<Record<HospitalField, HospitalFault>>;
  readonly disabled: boolean;
  readonly onChange: (change: Partial<HospitalDraft>) => void;
}

/** Everything kept about a hospital: what it is, what alarms and beds need, how to reach it. */
export function HospitalFields({ draft, faults, disabled, onChange }: HospitalFieldsProps) {
  const { t } = useTranslation();
  const bind = (field: HospitalText) => {
    const fault = faults[field];
    return {
      label: t(`hospital.field.${field}`),
      value: draft[field],
      disabled,
      error: fault === undefined ? undefined : t(`hospital.fault.${fault}`),
      autoComplete: 'off',
      onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
        onChange({ [field]: event.currentTarget.value });
      },
    };
  };
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <fieldset className={classes.panel}>
          <legend className={classes.legend}>{t('hospital.identity')}</legend>
          <TextInput {...bind('name')} />
          <div className={classes.pair}>
            <TextInput {...bind('kind')} />
            <TextInput {...bind('registration')} />
          </div>
          <label className={classes.tick}>
            <input
              type="checkbox"
              checked={draft.hasEmergency}
              disabled={disabled}
              onChange={(event) => {
                onChange({ hasEmergency: event.currentTarget.checked });
              }}
            />
            {t('hospital.field.hasEmergency')}
          </label>
        </fieldset>
        <fieldset className={classes.panel}>
          <legend className={classes.legend}>{t('hospital.safety')}</legend>
          <div className={classes.pair}>
            <TextInput {...bind('alertPhone')} inputMode="tel" description={t('hospital.alertPhoneHint')} />
            <TextInput {...bind('crashCall')} inputMode="tel" description={t('hospital.crashCallHint')} />
          </div>
          <div className={classes.pair}>
            <Zone draft={draft} disabled={disabled} onChange={onChange} />
            <TextInput
              {...bind('turnaround')}
              inputMode="numeric"
              description={t('hospital.turnaroundHint')}
            />
          </div>
        </fieldset>
      </div>
      <div className={classes.stack}>
        <fieldset className={classes.panel}>
          <legend className={classes.legend}>{t('hospital.reach')}</legend>
          <div className={classes.pair}>
            <TextInput {...bind('contact')} inputMode="tel" />
            <TextInput {...bind('email')} inputMode="email" />
          </div>
          <TextInput {...bind('website')} inputMode="url" />
          <div className={classes.pair}>
            <TextInput {...bind('line1')} />
            <TextInput {...bind('line2')} />
          </div>
          <div className={classes.place}>
            <TextInput {...bind('postalCode')} />
            <TextInput {...bind('city')} />
            <TextInput {...bind('country')} />
          </div>
        </fieldset>
        <fieldset className={classes.panel}>
          <legend className={classes.legend}>{t('hospital.offers')}</legend>
          <TextInput {...bind('specializations')} description={t('hospital.listHint')} />
          <TextInput {...bind('accreditations')} />
        </fieldset>
      </div>
    </div>
  );
}

/** All dates and times of a hospital are shown in its zone; the clock there shows a wrong choice at once. */
function Zone({ draft, disabled, onChange }: Omit<HospitalFieldsProps, 'faults'>) {
  const { t } = useTranslation();
  const now = useNowMs();
  return (
    <NativeSelect
      label={t('hospital.field.timeZone')}
      description={t('hospital.zoneNow', { time: formatTime(now, draft.timeZone) })}
      value={draft.timeZone}
      disabled={disabled}
      data={timeZones(draft.timeZone)}
      onChange={(event) => {
        onChange({ timeZone: event.currentTarget.value });
      }}
    />
  );
}
