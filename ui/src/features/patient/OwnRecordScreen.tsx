import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { Screen } from '../../design/Screen.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useMe } from '../session/me.ts';
import { PatientBanner } from './PatientBanner.tsx';
import classes from './OwnRecordScreen.module.css';
import { usePatient } from './patient-queries.ts';

/** What a patient sees of the own record in this version. */
export function OwnRecordScreen() {
  const { t } = useTranslation();
  const patient = useMe().patient ?? null;
  return (
    <Screen title={t('record.title')}>
      {patient === null ? (
        <Placeholder kind="empty" text={t('record.notLinked')} />
      ) : (
        <OwnRecord id={patient.id} />
      )}
    </Screen>
  );
}

function OwnRecord({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const query = usePatient(id);
  if (query.isPending) return <Placeholder kind="loading" />;
  if (query.isError) {
    return (
      <Placeholder
        kind="error"
        text={errorWords(problemOf(query.error), t)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <div className={classes.card}>
      <PatientBanner patient={query.data} />
      <p className={classes.words}>{t('record.wrong')}</p>
    </div>
  );
}
