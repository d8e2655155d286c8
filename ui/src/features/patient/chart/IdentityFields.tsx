import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PatientRecord } from '../../../api/types.ts';
import { GENDERS } from '../gender.ts';
import form from '../register/register.module.css';
import { DateField } from './DateField.tsx';
import { FormerNames } from './FormerNames.tsx';
import type { IdentityDraft, IdentityField } from './identity-draft.ts';

const BLOOD = [
  'A_POSITIVE',
  'A_NEGATIVE',
  'B_POSITIVE',
  'B_NEGATIVE',
  'AB_POSITIVE',
  'AB_NEGATIVE',
  'O_POSITIVE',
  'O_NEGATIVE',
  'unknown',
] as const;

interface IdentityFieldsProps {
  readonly draft: IdentityDraft;
  readonly faults: ReadonlyMap<IdentityField, string>;
  readonly readOnly: boolean;
  readonly wasEstimated: boolean;
  readonly formerNames: PatientRecord['former_names'];
  readonly onChange: (field: IdentityField, value: string) => void;
}

export function IdentityFields(props: IdentityFieldsProps) {
  const { draft, faults, readOnly, wasEstimated, formerNames, onChange } = props;
  const { t } = useTranslation();
  const text = (field: IdentityField, width: string | undefined) => (
    <TextInput
      className={width ?? ''}
      label={t(`identity.field.${field}`)}
      dir="auto"
      value={draft[field]}
      maxLength={200}
      autoComplete="off"
      readOnly={readOnly}
      error={faults.get(field)}
      onChange={(event) => {
        onChange(field, event.currentTarget.value);
      }}
    />
  );
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 10, maxWidth: 1100 }}>
      <section className={form.card}>
        <div className={form.cardHead}>
          <h2>{t('register.who')}</h2>
          <span className={form.aside}>{t('register.asOnDocument')}</span>
        </div>
        <div className={form.grid}>
          {text('family_name', form.five)}
          {text('given_name', form.five)}
          {text('title', form.two)}
          {readOnly ? (
            text('date_of_birth', form.three)
          ) : (
            <DateField
              className={form.three ?? ''}
              label={t(wasEstimated ? 'identity.bornEstimated' : 'identity.field.date_of_birth')}
              value={draft.date_of_birth}
              error={faults.get('date_of_birth')}
              onChange={(value) => {
                onChange('date_of_birth', value);
              }}
            />
          )}
          <NativeSelect
            className={form.three ?? ''}
            label={t('identity.field.gender')}
            value={draft.gender}
            disabled={readOnly}
            error={faults.get('gender')}
            data={GENDERS.map((value) => ({ value, label: t(`gender.${value}`) }))}
            onChange={(event) => {
              onChange('gender', event.currentTarget.value);
            }}
          />
          <NativeSelect
            className={form.four ?? ''}
            label={t('identity.field.blood_type')}
            description={t('identity.notForTransfusion')}
            value={draft.blood_type}
            disabled={readOnly}
            data={[
              { value: '', label: t('identity.notRecorded') },
              ...BLOOD.map((value) => ({ value, label: t(`bloodType.${value}`) })),
            ]}
            onChange={(event) => {
              onChange('blood_type', event.currentTarget.value);
            }}
          />
        </div>
        <FormerNames names={formerNames} />
      </section>
      <section className={form.card}>
        <div className={form.cardHead}>
          <h2>{t('identity.reach')}</h2>
        </div>
        <div className={form.grid}>
          {text('contact', form.four)}
          {text('email', form.five)}
          {text('line1', form.five)}
          {text('line2', form.four)}
          {text('city', form.three)}
          {text('postal_code', form.two)}
          {text('country', form.two)}
        </div>
      </section>
      <section className={form.card}>
        <div className={form.cardHead}>
          <h2>{t('identity.insurance')}</h2>
        </div>
        <div className={form.grid}>
          {text('insurance_provider', form.five)}
          {text('insurance_number', form.four)}
        </div>
      </section>
    </div>
  );
}
