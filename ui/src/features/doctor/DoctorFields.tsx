import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Gender } from '../../api/types.ts';
import { genderWord } from '../patient/gender.ts';
import type { DoctorDraft, DoctorFault, DoctorField } from './doctor-form.ts';
import classes from './forms.module.css';

interface DoctorFieldsProps {
  readonly draft: DoctorDraft;
  readonly faults: Partial<Record<DoctorField, DoctorFault>>;
  readonly onChange: (change: Partial<DoctorDraft>) => void;
}

const GENDERS: readonly Gender[] = ['female', 'male', 'other', 'prefer_not_to_say'];

/** Everything kept about a doctor, as one form. */
export function DoctorFields({ draft, faults, onChange }: DoctorFieldsProps) {
  const { t } = useTranslation();
  const bind = (field: Exclude<DoctorField, 'gender'>) => {
    const fault = faults[field];
    return {
      label: t(`doctor.field.${field}`),
      value: draft[field],
      error: fault === undefined ? undefined : t(`doctor.fault.${fault}`),
      autoComplete: 'off',
      onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
        onChange({ [field]: event.currentTarget.value });
      },
    };
  };
  return (
    <div className={classes.fields}>
      <div className={classes.nameAndGender}>
        <TextInput {...bind('fullName')} data-autofocus />
        <NativeSelect
          label={t('doctor.field.gender')}
          value={draft.gender}
          data={[
            { value: '', label: t('doctor.notSaid') },
            ...GENDERS.map((gender) => ({ value: gender, label: genderWord(gender, t) })),
          ]}
          onChange={(event) => {
            onChange({ gender: event.currentTarget.value as Gender | '' });
          }}
        />
      </div>
      <div className={classes.pair}>
        <TextInput {...bind('licenceNumber')} />
        <TextInput
          {...bind('licenceEnds')}
          placeholder={t('doctor.dateHint')}
          description={t('doctor.licenceEndsHint')}
        />
      </div>
      <TextInput {...bind('specializations')} description={t('doctor.listHint')} />
      <TextInput {...bind('qualifications')} />
      <div className={classes.three}>
        <TextInput {...bind('contact')} inputMode="tel" />
        <TextInput {...bind('email')} inputMode="email" />
        <TextInput {...bind('experience')} inputMode="numeric" />
      </div>
    </div>
  );
}
