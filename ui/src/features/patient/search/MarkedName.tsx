import { useTranslation } from 'react-i18next';
import type { NameParts } from '../PatientName.tsx';
import classes from './MarkedName.module.css';
import { markMatch } from './mark-match.ts';

export function Marked({ text, typed }: { readonly text: string; readonly typed: string }) {
  return (
    <bdi>
      {markMatch(text, typed).map((piece, index) =>
        piece.marked ? (
          <mark key={index} className={classes.mark}>
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}

/** SURNAME, Given (Title) with the typed letters marked. */
export function MarkedName({ name, typed }: { readonly name: NameParts; readonly typed: string }) {
  const { t } = useTranslation();
  return (
    <strong className={`words ${classes.name}`}>
      <Marked text={name.family_name.toLocaleUpperCase('en-GB')} typed={typed} />
      {name.given_name === '' ? null : t('patient.nameSeparator')}
      <Marked text={name.given_name} typed={typed} />
      {name.title == null || name.title === '' ? null : <> {t('patient.title', { title: name.title })}</>}
    </strong>
  );
}
