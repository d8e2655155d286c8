import { useTranslation } from 'react-i18next';

export interface NameParts {
  readonly family_name: string;
  readonly given_name: string;
  readonly title?: string | null;
}

/** SURNAME, Given (Title). Each script keeps its own direction; the order never changes; never cut. */
export function PatientName({ name }: { readonly name: NameParts }) {
  const { t } = useTranslation();
  return (
    <span className="words">
      <bdi>{name.family_name.toLocaleUpperCase('en-GB')}</bdi>
      {name.given_name === '' ? null : t('patient.nameSeparator')}
      <bdi>{name.given_name}</bdi>
      {name.title == null || name.title === '' ? null : <> {t('patient.title', { title: name.title })}</>}
    </span>
  );
}

/** The same as text, for labels and messages. */
export function nameText(name: NameParts): string {
  const title = name.title == null || name.title === '' ? '' : ` (${name.title})`;
  const given = name.given_name === '' ? '' : `, ${name.given_name}`;
  return `${name.family_name.toLocaleUpperCase('en-GB')}${given}${title}`;
}
