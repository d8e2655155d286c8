import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../../api/problem.ts';
import type { Gender } from '../../../api/types.ts';
import { GENDERS } from '../gender.ts';
import type { DraftFault } from '../register/draft.ts';
import { NeededLabel } from '../register/NeededLabel.tsx';
import { DateField } from './DateField.tsx';

export interface IdentifyDraft {
  readonly family_name: string;
  readonly given_name: string;
  readonly title: string;
  readonly date_of_birth: string;
  readonly gender: Gender;
}

interface IdentifyFieldsProps {
  readonly draft: IdentifyDraft;
  readonly tried: boolean;
  readonly bornFault: DraftFault | null;
  readonly serverFaults: ApiProblem['fields'];
  readonly onChange: (draft: IdentifyDraft) => void;
}

export function IdentifyFields({ draft, tried, bornFault, serverFaults, onChange }: IdentifyFieldsProps) {
  const { t } = useTranslation();
  const said = (field: string) => serverFaults.find((fault) => fault.field === field)?.message;
  return (
    <>
      {(['family_name', 'given_name'] as const).map((field) => (
        <TextInput
          key={field}
          label={<NeededLabel text={t(`identity.field.${field}`)} />}
          dir="auto"
          value={draft[field]}
          maxLength={200}
          autoComplete="off"
          error={tried && draft[field].trim() === '' ? t('register.fault.required') : said(field)}
          onChange={(event) => {
            onChange({ ...draft, [field]: event.currentTarget.value });
          }}
          {...(field === 'family_name' ? { 'data-autofocus': true } : {})}
        />
      ))}
      <TextInput
        label={t('identity.field.title')}
        value={draft.title}
        maxLength={50}
        onChange={(event) => {
          onChange({ ...draft, title: event.currentTarget.value });
        }}
      />
      <DateField
        label={<NeededLabel text={t('patient.born')} />}
        value={draft.date_of_birth}
        error={tried && bornFault !== null ? t(`register.fault.${bornFault}`) : said('date_of_birth')}
        onChange={(value) => {
          onChange({ ...draft, date_of_birth: value });
        }}
      />
      <NativeSelect
        label={t('patient.gender')}
        value={draft.gender}
        data={GENDERS.map((value) => ({ value, label: t(`gender.${value}`) }))}
        onChange={(event) => {
          onChange({ ...draft, gender: event.currentTarget.value as Gender });
        }}
      />
    </>
  );
}
