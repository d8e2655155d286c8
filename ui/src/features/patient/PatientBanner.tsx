import { useTranslation } from 'react-i18next';
import type { Patient } from '../../api/types.ts';
import { AllergyLine } from './AllergyLine.tsx';
import { bornWords } from './born-words.ts';
import { genderWord } from './gender.ts';
import { ResuscitationLine } from './ResuscitationLine.tsx';
import { PatientName } from './PatientName.tsx';
import classes from './PatientBanner.module.css';
import { patientColour } from './patient-colour.ts';

/** What the banner needs: a patient of the register, an occupant of a bed and an alert's patient all have it. */
export type BannerPatient = Pick<
  Patient,
  | 'id'
  | 'code'
  | 'family_name'
  | 'given_name'
  | 'title'
  | 'date_of_birth'
  | 'date_of_birth_is_estimated'
  | 'age_years'
  | 'gender'
  | 'allergy_state'
  | 'allergies'
  | 'resuscitation_status'
>;

interface PatientBannerProps {
  readonly patient: BannerPatient;
  /** Stacked in a side panel, in one line across a screen. */
  readonly layout?: 'line' | 'stack';
}

/** Who this is: name, birth date and age, gender, code; then allergies and resuscitation status. */
export function PatientBanner({ patient, layout = 'line' }: PatientBannerProps) {
  const { t } = useTranslation();
  return (
    <section
      className={classes.banner}
      data-layout={layout}
      aria-label={t('patient.banner')}
      data-testid="patient-banner"
      style={{ borderInlineStartColor: patientColour(patient.id) }}
    >
      <div className={classes.identity}>
        <strong className={classes.name}>
          <PatientName name={patient} />
        </strong>
        <Fact name={t('patient.born')}>{bornWords(patient, t)}</Fact>
        <Fact name={t('patient.gender')}>{genderWord(patient.gender, t)}</Fact>
        <Fact name={t('patient.code')}>
          <span className="code">{patient.code}</span>
        </Fact>
      </div>
      <div className={classes.safety}>
        <AllergyLine state={patient.allergy_state} allergies={patient.allergies} />
        <ResuscitationLine patient={patient} />
      </div>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <span className={classes.fact}>
      <span className={classes.factName}>{name}</span>
      <span className={classes.factValue}>{children}</span>
    </span>
  );
}
