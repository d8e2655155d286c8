import { useTranslation } from 'react-i18next';
import type { Patient } from '../../api/types.ts';

/** The resuscitation status in words; not recorded and not shown to this role are told apart. */
export function ResuscitationLine({
  patient,
}: {
  readonly patient: Pick<Patient, 'allergy_state' | 'resuscitation_status'>;
}) {
  const { t } = useTranslation();
  const { resuscitation_status: status, allergy_state: known } = patient;
  return (
    <span data-testid="resuscitation-status">
      {t('patient.resuscitation')}{' '}
      <strong>{t(`resuscitation.${status ?? (known == null ? 'not_shown' : 'not_recorded')}`)}</strong>
    </span>
  );
}
