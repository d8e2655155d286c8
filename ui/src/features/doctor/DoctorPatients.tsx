import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Doctor, DoctorPatient } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Card } from '../../design/Card.tsx';
import { FilterButton } from '../../design/FilterButton.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import table from '../../design/table.module.css';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { formatDate } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { PatientName, nameText } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import { AssignPatientDialog } from './AssignPatientDialog.tsx';
import { useDoctorPatients } from './doctor-queries.ts';
import { EndRelationDialog } from './EndRelationDialog.tsx';
import { relationWord } from './relation-words.ts';

interface DoctorPatientsProps {
  readonly doctor: Doctor;
  readonly disabled: boolean;
}

/** Whose doctor this is, and was. */
export function DoctorPatients({ doctor, disabled }: DoctorPatientsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [currentOnly, setCurrentOnly] = useState(true);
  const [assigning, setAssigning] = useState(false);
  const [ending, setEnding] = useState<DoctorPatient | null>(null);
  const query = useDoctorPatients(doctor.doctor_id, currentOnly);
  const mayAssign = me.permissions.includes('patient_write') && doctor.is_active;
  useScreenKeys(
    {
      A: () => {
        if (!disabled) setAssigning(true);
        return true;
      },
    },
    mayAssign && !assigning && ending === null,
  );
  const items = query.data?.items ?? [];
  return (
    <Card
      title={t('doctor.patients')}
      actions={
        <>
          <FilterButton
            on={!currentOnly}
            onChange={(all) => {
              setCurrentOnly(!all);
            }}
          >
            {t('doctor.withPrevious')}
          </FilterButton>
          {mayAssign ? (
            <Button
              icon="plus"
              keys="A"
              disabled={disabled}
              onClick={() => {
                setAssigning(true);
              }}
            >
              {t('doctor.assignPatient')}
            </Button>
          ) : null}
        </>
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
      {query.data !== undefined && items.length === 0 ? (
        <Placeholder kind="empty" text={t(currentOnly ? 'doctor.noPatients' : 'doctor.neverPatients')} />
      ) : null}
      {items.length === 0 ? null : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('doctor.column.patient')}</th>
              <th scope="col">{t('doctor.column.place')}</th>
              <th scope="col">{t('doctor.column.relation')}</th>
              <th scope="col">{t('doctor.column.period')}</th>
              <th aria-label={t('doctor.column.action')} />
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <PatientRow
                key={`${row.patient.id} ${row.relationship_type} ${row.started_at}`}
                row={row}
                mayEnd={mayAssign}
                disabled={disabled}
                onEnd={setEnding}
              />
            ))}
          </tbody>
        </table>
      )}
      {assigning ? (
        <AssignPatientDialog
          doctor={doctor}
          onClose={() => {
            setAssigning(false);
          }}
        />
      ) : null}
      {ending === null ? null : (
        <EndRelationDialog
          relation={{
            doctorId: doctor.doctor_id,
            doctorName: doctor.full_name,
            patientId: ending.patient.id,
            patientName: nameText(ending.patient),
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

interface PatientRowProps {
  readonly row: DoctorPatient;
  readonly mayEnd: boolean;
  readonly disabled: boolean;
  readonly onEnd: (row: DoctorPatient) => void;
}

function PatientRow({ row, mayEnd, disabled, onEnd }: PatientRowProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const { patient } = row;
  return (
    <tr data-testid="doctor-patient">
      <th scope="row">
        <Link to="/patients/$patientId" params={{ patientId: patient.code }} className={table.link}>
          <PatientName name={patient} />
        </Link>{' '}
        <span className={`code ${table.aside}`}>{patient.code}</span>
      </th>
      <td>{patient.place ?? t('doctor.noPlace')}</td>
      <td>{relationWord(row.relationship_type, t)}</td>
      <td>
        <span className="unbroken">{formatDate(row.started_at, zone)}</span>
        {row.ended_at == null ? null : (
          <>
            {' – '}
            <span className="unbroken">{formatDate(row.ended_at, zone)}</span>
          </>
        )}
      </td>
      <td className={table.act}>
        {mayEnd && row.ended_at == null ? (
          <Button
            size="small"
            disabled={disabled}
            aria-label={t('doctor.endNamed', { name: nameText(patient) })}
            onClick={() => {
              onEnd(row);
            }}
          >
            {t('doctor.end')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
