import { useTranslation } from 'react-i18next';
import type { Occupant } from '../../api/types.ts';
import { allergyWords } from '../patient/AllergyLine.tsx';
import classes from './BedsideFacts.module.css';

/** How the server strings the values of one set together. */
const BETWEEN = ' · ';

/** What must be known at the bedside, on cards with the height for it: allergies, resuscitation, doctor, last looked at. */
export function BedsideFacts({ occupant }: { readonly occupant: Occupant }) {
  const { t } = useTranslation();
  const { allergy_state: allergies, resuscitation_status: status, latest_observation: latest } = occupant;
  return (
    <span className={classes.facts}>
      <span data-allergies={allergies ?? 'not_shown'}>
        <bdi>{allergyWords(allergies, occupant.allergies, t)}</bdi>
      </span>
      {status == null || status === 'full_treatment' ? null : (
        <strong>
          {t('patient.resuscitation')} {t(`resuscitation.${status}`)}
        </strong>
      )}
      {occupant.responsible_doctor == null ? null : (
        <span>
          <bdi>{occupant.responsible_doctor}</bdi>
        </span>
      )}
      {latest == null ? null : (
        <span className={classes.values}>
          {latest.summary.split(BETWEEN).map((value) => (
            <span key={value} className="unbroken">
              {value}
            </span>
          ))}
        </span>
      )}
    </span>
  );
}
