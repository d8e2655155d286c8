import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { Icon } from '../design/Icon.tsx';
import { placeLabel } from '../features/alert/alert-words.ts';
import { bornWords } from '../features/patient/born-words.ts';
import { genderWord } from '../features/patient/gender.ts';
import { PatientName } from '../features/patient/PatientName.tsx';
import { ResuscitationLine } from '../features/patient/ResuscitationLine.tsx';
import classes from './AlertPerson.module.css';

/** Where it is and whom it is about, with allergies and resuscitation status. */
export function AlertPerson({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const { patient } = alert;
  return (
    <div className={classes.who}>
      <div className={classes.place}>
        <span>{alert.bed == null ? t('window.place') : t('window.bed')}</span>
        <strong data-long={placeLabel(alert).length > 4 || undefined}>{placeLabel(alert)}</strong>
      </div>
      <div className={classes.person}>
        {patient == null ? (
          <strong className={classes.name}>{t('window.noPatient')}</strong>
        ) : (
          <>
            <strong className={classes.name}>
              <PatientName name={patient} />
            </strong>
            <span>
              {t('patient.born')} <strong>{bornWords(patient, t)}</strong>, {genderWord(patient.gender, t)}
              {alert.ward == null ? '' : `, ${alert.ward.name}`}
            </span>
            <span className={classes.safety}>
              <strong
                className={classes.allergy}
                data-state={patient.allergy_state}
                data-testid="allergy-state"
              >
                {patient.allergy_state === 'known' ? <Icon name="exclaim" size={12} /> : null}
                {patient.allergy_state === 'known'
                  ? t('allergy.short', { list: patient.allergies.join(', ') })
                  : t(`allergy.${patient.allergy_state ?? 'not_shown'}`)}
              </strong>
              <ResuscitationLine patient={patient} />
            </span>
          </>
        )}
      </div>
    </div>
  );
}
