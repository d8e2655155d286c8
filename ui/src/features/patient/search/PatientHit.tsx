import { useTranslation } from 'react-i18next';
import type { PatientSummary, SearchMatch } from '../../../api/types.ts';
import { CheckMark } from '../../../design/CheckMark.tsx';
import { Chip } from '../../../design/Chip.tsx';
import { bornWords } from '../born-words.ts';
import { genderWord } from '../gender.ts';
import { Marked, MarkedName } from './MarkedName.tsx';
import classes from './PatientHit.module.css';

type MatchInWords = 'name_typo' | 'former_name' | 'phone' | 'insurance_number';
/** Where what was found does not look like what was typed, it is said by what it was found. */
const SAYS_BY_WHAT: ReadonlySet<SearchMatch> = new Set<MatchInWords>([
  'name_typo',
  'former_name',
  'phone',
  'insurance_number',
]);

interface PatientHitProps {
  readonly patient: PatientSummary;
  readonly typed: string;
  /** Which field answered what was typed; null in a plain list. */
  readonly matched: SearchMatch | null;
  readonly similar: boolean;
}

/** Everything that tells one person from another of the same name: birth date, gender, code and place. */
export function PatientHit({ patient, typed, matched, similar }: PatientHitProps) {
  const { t } = useTranslation();
  const inName = matched === null || matched === 'name' || matched === 'name_typo';
  return (
    <span className={classes.hit}>
      <span className={classes.who}>
        <MarkedName name={patient} typed={inName ? typed : ''} />
        <span className={classes.facts}>
          <span className="unbroken" data-marked={matched === 'birth_date' || undefined}>
            {t('find.born', { born: bornWords(patient, t) })}
          </span>
          <span>{genderWord(patient.gender, t)}</span>
          {matched !== null && SAYS_BY_WHAT.has(matched) ? (
            <Chip tone="note">{t(`find.matched.${matched as MatchInWords}`)}</Chip>
          ) : null}
          <PatientMarks patient={patient} />
        </span>
        {similar ? (
          <span className={classes.similar}>
            <CheckMark result="warn" />
            {t('find.similar')}
          </span>
        ) : null}
      </span>
      <span className={classes.where}>
        <span>
          {patient.place == null || patient.place === ''
            ? t(patient.has_open_admission === false ? 'find.notAdmitted' : 'find.placeNotShown')
            : patient.place}
        </span>
        <span className="code">
          {matched === 'code' ? <Marked text={patient.code} typed={typed} /> : patient.code}
        </span>
      </span>
    </span>
  );
}

/** What must be seen before the name is believed: died, not identified, an emergency. */
export function PatientMarks({ patient }: { readonly patient: PatientSummary }) {
  const { t } = useTranslation();
  return (
    <>
      {patient.is_deceased ? <Chip tone="outlined">{t('patient.deceased')}</Chip> : null}
      {patient.identity_state === 'identified' ? null : (
        <Chip tone="note" icon="question">
          {t(`identityState.${patient.identity_state}`)}
        </Chip>
      )}
      {patient.emergency_flag === true ? (
        <Chip tone="note" icon="alarm">
          {t('patient.emergency')}
        </Chip>
      ) : null}
    </>
  );
}
