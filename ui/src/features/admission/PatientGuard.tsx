import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityState, Isolation, PatientIdentity } from '../../api/types.ts';
import { Chip } from '../../design/Chip.tsx';
import { Capabilities } from '../bed/Capabilities.tsx';
import { bornWords } from '../patient/born-words.ts';
import { genderWord } from '../patient/gender.ts';
import { patientColour } from '../patient/patient-colour.ts';
import { PatientName } from '../patient/PatientName.tsx';
import classes from './PatientGuard.module.css';

interface PatientGuardProps {
  readonly patient: PatientIdentity;
  readonly ageHours?: number | null;
  readonly identity?: IdentityState;
  /** Where they are and since when. */
  readonly where?: ReactNode;
  readonly needs?: readonly string[];
  readonly isolation?: Isolation | null;
  readonly sameSurname?: readonly string[];
}

/** Whom this form is about, repeated on every one of them: name, birth date, code, and where they lie. */
export function PatientGuard(props: PatientGuardProps) {
  const { patient, ageHours, identity, where, needs = [], isolation, sameSurname = [] } = props;
  const { t } = useTranslation();
  return (
    <section
      className={classes.guard}
      aria-label={t('patient.banner')}
      data-testid="patient-guard"
      style={{ borderInlineStartColor: patientColour(patient.id) }}
    >
      <strong className={classes.name}>
        <PatientName name={patient} />
      </strong>
      <p className={classes.line}>
        {t('patient.born')}{' '}
        <strong className="unbroken">{bornWords({ ...patient, age_hours: ageHours ?? null }, t)}</strong>
        {', '}
        {genderWord(patient.gender, t)}
        {', '}
        <span className="code">{patient.code}</span>
      </p>
      {where === undefined ? null : <p className={classes.line}>{where}</p>}
      <div className={classes.chips}>
        {identity === 'unidentified' ? <Chip tone="outlined">{t('ward.unidentified')}</Chip> : null}
        {sameSurname.length === 0 ? null : (
          <Chip tone="outlined" icon="persons">
            {t('ward.sameSurname', { beds: sameSurname.join(', ') })}
          </Chip>
        )}
        {isolation == null ? null : (
          <Chip tone="isolation" icon="shield">
            {t('ward.isolation', { kind: t(`isolation.${isolation}`) })}
          </Chip>
        )}
        {needs.length === 0 ? null : (
          <>
            <strong>{t('stay.needs')}</strong> <Capabilities names={needs} />
          </>
        )}
      </div>
    </section>
  );
}
