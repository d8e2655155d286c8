import { useTranslation } from 'react-i18next';
import type { PatientPlace } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { useBoardPlace } from '../ward/board-place.ts';
import classes from './fields.module.css';

interface AdmittedAlreadyProps {
  readonly patientId: string;
  readonly admission: PatientPlace;
}

/** One stay at a time: says where they are, and offers to move them from there. */
export function AdmittedAlready({ patientId, admission }: AdmittedAlreadyProps) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const words = [admission.bed_label, admission.place, admission.ward_name, admission.hospital_name];
  return (
    <div className={classes.fields}>
      <Notice tone="warn" title={t('admit.already')}>
        {t('admit.alreadyIn', { place: words.filter((word) => word != null && word !== '').join(', ') })}
      </Notice>
      <Button
        icon="arrowRight"
        onClick={() => {
          place.go({ panel: 'transfer', patient: patientId });
        }}
      >
        {t('admit.moveInstead')}
      </Button>
    </div>
  );
}
