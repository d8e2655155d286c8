import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreationKey } from '../../api/creation-key.ts';
import { problemOf } from '../../api/problem.ts';
import type { Doctor, RelatedDoctor } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Card } from '../../design/Card.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { formatDate } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { type NameParts, PatientName, nameText } from '../patient/PatientName.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import classes from './AssignDoctorPanel.module.css';
import { usePatientDoctors } from './doctor-queries.ts';
import { useAssign } from './doctor-writes.ts';
import { DoctorPicker } from './DoctorPicker.tsx';
import { EndRelationDialog } from './EndRelationDialog.tsx';
import forms from './forms.module.css';
import { type Relation, relationWord } from './relation-words.ts';
import { RelationSelect } from './RelationSelect.tsx';

interface AssignDoctorPanelProps {
  readonly patientId: string;
  readonly patientName: NameParts;
  /** Whether this person may change it; the record says so (`may_write`). */
  readonly mayWrite: boolean;
}

/** Who a patient's doctors are and were, and the way to change it. Stands in the chart. */
export function AssignDoctorPanel({ patientId, patientName, mayWrite }: AssignDoctorPanelProps) {
  const { t } = useTranslation();
  const isLost = useLinkStatus().state === 'lost';
  const query = usePatientDoctors(patientId);
  const [assigning, setAssigning] = useState(false);
  const [ending, setEnding] = useState<RelatedDoctor | null>(null);
  const current = (query.data ?? []).filter((doctor) => doctor.ended_at == null);
  const previous = (query.data ?? []).filter((doctor) => doctor.ended_at != null);
  return (
    <Card
      title={t('doctor.title')}
      actions={
        mayWrite ? (
          <Button
            size="small"
            icon="plus"
            disabled={isLost}
            onClick={() => {
              setAssigning(true);
            }}
          >
            {t('doctor.assignDoctor')}
          </Button>
        ) : undefined
      }
    >
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data !== undefined && current.length === 0 ? (
        <Placeholder kind="empty" text={t('doctor.noDoctor')} />
      ) : null}
      {[...current, ...previous].map((doctor) => (
        <Row
          key={`${doctor.id} ${doctor.relationship_type} ${doctor.started_at}`}
          doctor={doctor}
          onEnd={mayWrite && !isLost ? setEnding : null}
        />
      ))}
      {assigning ? (
        <AssignDoctorDialog
          patientId={patientId}
          patientName={patientName}
          onClose={() => {
            setAssigning(false);
          }}
        />
      ) : null}
      {ending === null ? null : (
        <EndRelationDialog
          relation={{
            doctorId: ending.doctor_id,
            doctorName: ending.full_name,
            patientId,
            patientName: nameText(patientName),
            relationship: ending.relationship_type,
          }}
          onClose={() => {
            setEnding(null);
          }}
        />
      )}
    </Card>
  );
}

interface RowProps {
  readonly doctor: RelatedDoctor;
  readonly onEnd: ((doctor: RelatedDoctor) => void) | null;
}

function Row({ doctor, onEnd }: RowProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const isOver = doctor.ended_at != null;
  return (
    <div className={classes.row} data-over={isOver || undefined} data-testid="patient-doctor">
      <span className={classes.words}>
        <bdi className={classes.name}>{doctor.full_name}</bdi>
        <span className={classes.facts}>
          <span>{relationWord(doctor.relationship_type, t)}</span>
          <span>{doctor.specializations.join(', ')}</span>
          <span className="unbroken">
            {isOver
              ? t('doctor.fromTo', {
                  from: formatDate(doctor.started_at, zone),
                  to: formatDate(doctor.ended_at ?? '', zone),
                })
              : t('doctor.since', { date: formatDate(doctor.started_at, zone) })}
          </span>
        </span>
      </span>
      {isOver || onEnd === null ? null : (
        <Button
          size="small"
          aria-label={t('doctor.endNamed', { name: doctor.full_name })}
          onClick={() => {
            onEnd(doctor);
          }}
        >
          {t('doctor.end')}
        </Button>
      )}
    </div>
  );
}

interface AssignDoctorDialogProps {
  readonly patientId: string;
  readonly patientName: NameParts;
  readonly onClose: () => void;
}

function AssignDoctorDialog({ patientId, patientName, onClose }: AssignDoctorDialogProps) {
  const { t } = useTranslation();
  const [doctor, setDoctor] = useState<Doctor | null>(null);
  const [relation, setRelation] = useState<Relation>('current');
  const assigning = useAssign(useCreationKey());
  const confirm = () => {
    if (doctor === null || assigning.isPending) return;
    assigning.mutate(
      {
        doctorId: doctor.doctor_id,
        doctorName: doctor.full_name,
        patientId,
        patientName: nameText(patientName),
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
    <Dialog onClose={onClose} title={t('doctor.assignDoctorTitle')} size={560}>
      <p className={forms.who}>
        <PatientName name={patientName} />
      </p>
      <div className={classes.form}>
        <DoctorPicker label={t('doctor.one')} value={doctor} onChange={setDoctor} autoFocus />
        <RelationSelect value={relation} onChange={setRelation} />
      </div>
      {assigning.isError ? (
        <Notice tone="stop" title={t('notSaved')}>
          {errorWords(problemOf(assigning.error), t)}
        </Notice>
      ) : null}
      <div className={forms.foot}>
        <Button
          tone="primary"
          size="large"
          keys="Ctrl Enter"
          disabled={doctor === null || assigning.isPending}
          onClick={confirm}
        >
          {t('doctor.assign')}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose}>
          {t('closing.cancel')}
        </Button>
        {doctor === null ? <span className={forms.hint}>{t('doctor.chooseDoctor')}</span> : null}
      </div>
    </Dialog>
  );
}
