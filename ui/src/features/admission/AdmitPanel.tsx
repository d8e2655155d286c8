import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SidePanel } from '../../design/SidePanel.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { AdmitForm } from './AdmitForm.tsx';
import { usePatientRecord } from './admission-queries.ts';
import classes from './fields.module.css';
import { PatientFinder } from './PatientFinder.tsx';

interface AdmitPanelProps {
  /** The ward on the screen; null while all are shown. */
  readonly wardId: string | null;
  readonly onClose: () => void;
}

/** Admitting: first whom, then to which bed. */
export function AdmitPanel({ wardId, onClose }: AdmitPanelProps) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const query = usePatientRecord(place.patient);
  if (query.data !== undefined) {
    return <AdmitForm key={query.data.id} patient={query.data} wardId={wardId} onClose={onClose} />;
  }
  return (
    <SidePanel title={t('admit.title')} onClose={onClose}>
      <div className={classes.fields}>
        {place.patient === null ? (
          <>
            <h3 className={classes.legend}>{t('admit.whom')}</h3>
            <PatientFinder
              autoFocus
              onPick={(patient) => {
                place.go({
                  panel: 'admit',
                  patient: patient.id,
                  ...(place.bed === null ? {} : { bed: place.bed }),
                });
              }}
            />
            <p className={classes.note}>{t('admit.findFirst')}</p>
          </>
        ) : query.isError ? (
          <Placeholder
            kind="error"
            text={errorWords(problemOf(query.error), t)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <Placeholder kind="loading" />
        )}
      </div>
    </SidePanel>
  );
}
