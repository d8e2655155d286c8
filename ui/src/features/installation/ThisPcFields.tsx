import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KindChoice } from './KindChoice.tsx';
import classes from './forms.module.css';
import type { ThisPcDraft, ThisPcFault, ThisPcField } from './this-pc-form.ts';
import { timeZones } from './time-zones.ts';

interface ThisPcFieldsProps {
  readonly draft: ThisPcDraft;
  readonly faults: Partial<Record<ThisPcField, ThisPcFault>>;
  readonly onChange: (change: Partial<ThisPcDraft>) => void;
}

type TextField = Exclude<ThisPcField, 'kind' | 'timeZone'>;

export function ThisPcFields({ draft, faults, onChange }: ThisPcFieldsProps) {
  const { t } = useTranslation();
  const bind = (field: TextField) => {
    const fault = faults[field];
    return {
      value: draft[field],
      error: fault === undefined ? undefined : t(`thisPc.${fault}`),
      onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
        onChange({ [field]: event.currentTarget.value });
      },
    };
  };
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <section className={classes.panel}>
          <h2 className={classes.panelTitle}>{t('thisPc.hospital')}</h2>
          <TextInput label={t('thisPc.hospitalName')} autoFocus {...bind('hospitalName')} />
          <NativeSelect
            label={t('thisPc.zone')}
            value={draft.timeZone}
            data={timeZones(draft.timeZone)}
            onChange={(event) => {
              onChange({ timeZone: event.currentTarget.value });
            }}
          />
          <div className={classes.pair}>
            <TextInput label={t('thisPc.wardName')} {...bind('wardName')} />
            <TextInput label={t('thisPc.beds')} inputMode="numeric" {...bind('bedCount')} />
          </div>
          <div className={classes.pair}>
            <TextInput label={t('thisPc.phone')} placeholder={t('thisPc.optional')} {...bind('alertPhone')} />
            <TextInput label={t('thisPc.crash')} placeholder={t('thisPc.optional')} {...bind('crashCall')} />
          </div>
        </section>
        <section className={classes.panel}>
          <h2 className={classes.panelTitle}>{t('thisPc.admin')}</h2>
          <div className={classes.pair}>
            <TextInput label={t('thisPc.adminName')} autoComplete="name" {...bind('adminName')} />
            <TextInput label={t('thisPc.email')} autoComplete="username" {...bind('email')} />
          </div>
          <div className={classes.pair}>
            <PasswordInput label={t('thisPc.password')} autoComplete="new-password" {...bind('password')} />
            <PasswordInput label={t('thisPc.repeat')} autoComplete="new-password" {...bind('repeat')} />
          </div>
        </section>
      </div>
      <div className={classes.stack}>
        <section className={classes.panel}>
          <h2 className={classes.panelTitle}>{t('thisPc.station')}</h2>
          <TextInput label={t('enrol.name')} {...bind('stationName')} />
        </section>
        <KindChoice
          value={draft.kind}
          onChange={(kind) => {
            onChange({ kind });
          }}
        />
      </div>
    </div>
  );
}
