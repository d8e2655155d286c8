import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreationKey } from '../../api/creation-key.ts';
import { problemOf } from '../../api/problem.ts';
import type { Doctor, PatientSummary } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Notice } from '../../design/Notice.tsx';
import { SearchPicker } from '../../design/SearchPicker.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { bornWords } from '../patient/born-words.ts';
import { genderWord } from '../patient/gender.ts';
import { nameText, PatientName } from '../patient/PatientName.tsx';
import { usePatientSearch } from '../patient/search/patient-search.ts';
import { PatientHit } from '../patient/search/PatientHit.tsx';
import { useAssign } from './doctor-writes.ts';
import classes from './forms.module.css';
import type { Relation } from './relation-words.ts';
import { RelationSelect } from './RelationSelect.tsx';

interface AssignPatientDialogProps {
  readonly doctor: Doctor;
  readonly onClose: () => void;
}

/** Chooses a patient for a doctor. Both names and the birth date stand there before it is confirmed. */
export function AssignPatientDialog({ doctor, onClose }: AssignPatientDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [patient, setPatient] = useState<PatientSummary | null>(null);
  const [relation, setRelation] = useState<Relation>('current');
  const assigning = useAssign(useCreationKey());
  const search = usePatientSearch(text);
  const hits = search.hits.map((hit) => hit.patient);
  const confirm = () => {
    if (patient === null || assigning.isPending) return;
    assigning.mutate(
      {
        doctorId: doctor.doctor_id,
        doctorName: doctor.full_name,
        patientId: patient.id,
        patientName: nameText(patient),
        relationship: relation,
      },
      { onSuccess: onClose },
    );
  };
  useKeys({
    'Ctrl Enter': () => {
      confirm();
      return true;
    },
  });
  return (
    <Dialog onClose={onClose} title={t('doctor.assignPatientTitle', { name: doctor.full_name })} size={560}>
      <div className={classes.fields}>
        {patient === null ? (
          <SearchPicker
            label={t('doctor.column.patient')}
            placeholder={t('doctor.findPatient')}
            text={text}
            onText={setText}
            items={search.isBehind ? [] : hits}
            idOf={(hit) => hit.id}
            render={(hit) => <PatientHit patient={hit} typed={search.typed} matched={null} similar={false} />}
            onPick={setPatient}
            autoFocus
            status={
              <p className={classes.status} role="status">
                {search.query.isError
                  ? errorWords(problemOf(search.query.error), t)
                  : search.isBehind
                    ? t('loading')
                    : search.asks && hits.length === 0
                      ? t('doctor.noPatientFound')
                      : ''}
              </p>
            }
          />
        ) : (
          <div className={classes.chosen}>
            <span className={classes.chosenWords}>
              <span className={classes.who}>
                <PatientName name={patient} />
              </span>
              <br />
              {t('doctor.born', { born: bornWords(patient, t) })}, {genderWord(patient.gender, t)},{' '}
              <span className="code">{patient.code}</span>
            </span>
            <Button
              size="small"
              onClick={() => {
                setPatient(null);
              }}
            >
              {t('doctor.otherPatient')}
            </Button>
          </div>
        )}
        <RelationSelect value={relation} onChange={setRelation} />
      </div>
      {assigning.isError ? (
        <Notice tone="stop" title={t('notSaved')}>
          {errorWords(problemOf(assigning.error), t)}
        </Notice>
      ) : null}
      <div className={classes.foot}>
        <Button
          tone="primary"
          size="large"
          keys="Ctrl Enter"
          disabled={patient === null || assigning.isPending}
          onClick={confirm}
        >
          {t('doctor.assign')}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose}>
          {t('closing.cancel')}
        </Button>
        {patient === null ? <span className={classes.hint}>{t('doctor.choosePatient')}</span> : null}
      </div>
    </Dialog>
  );
}
