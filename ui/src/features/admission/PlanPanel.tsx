import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import type { Admission, AdmissionUpdate } from '../../api/types.ts';
import { ConflictNotice } from '../../design/ConflictNotice.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { serverNowMs } from '../../lib/time/clock.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { nameText } from '../patient/PatientName.tsx';
import type { Stay } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { useAdmission } from './admission-queries.ts';
import { DoctorField } from './DoctorField.tsx';
import classes from './fields.module.css';
import { instantOf, readMoment } from './moment.ts';
import { MomentField } from './MomentField.tsx';
import { conflictRows, formOf, type PlanValues } from './plan-values.ts';
import { usePlannedTimes } from './planned-times.ts';
import { SaveFoot } from './SaveFoot.tsx';
import { IsolationField, NeedsField } from './StayFields.tsx';
import { StayPanel } from './StayPanel.tsx';
import { useWrite } from './use-write.ts';

interface PlanPanelProps {
  readonly stay: Stay;
  readonly onClose: () => void;
}

/** When they go, who is responsible, what their place must have. */
export function PlanPanel({ stay, onClose }: PlanPanelProps) {
  const { t } = useTranslation();
  const query = useAdmission(stay.occupant.admission_id);
  if (query.data !== undefined)
    return <PlanForm key={query.data.id} stay={stay} admission={query.data} onClose={onClose} />;
  return (
    <StayPanel title={t('plan.title')} stay={stay} onClose={onClose}>
      {query.isPending ? (
        <Placeholder kind="loading" />
      ) : (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      )}
    </StayPanel>
  );
}

interface PlanFormProps extends PlanPanelProps {
  readonly admission: Admission;
}

function PlanForm({ stay, admission, onClose }: PlanFormProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const place = useBoardPlace();
  const quick = usePlannedTimes(zone, serverNowMs);
  // The version the person has read. Somebody else's change in between is shown before it can be written over.
  const [read, setRead] = useState(admission.version);
  const [form, setForm] = useState(() => formOf(admission, zone));
  const [override, setOverride] = useState('');
  const set = (change: Partial<PlanValues>) => {
    setForm({ ...form, ...change });
  };
  const out = readMoment(zone, form.out);
  const name = nameText(stay.occupant.patient);
  const write = useWrite({
    send: (input: AdmissionUpdate) =>
      body(api.PATCH('/admissions/{id}', { params: { path: { id: admission.id } }, body: input })),
    done: () => t('plan.done', { name }),
    onDone: () => {
      place.go({ patient: stay.occupant.patient.id });
    },
  });
  const save = () => {
    write.run({
      version: read,
      expected_discharge_at: instantOf(out),
      isolation: form.isolation,
      needs: [...form.needs],
      responsible_doctor_id: form.doctor === '' ? null : form.doctor,
      reason: form.reason.trim() === '' ? null : form.reason.trim(),
      ...(override.trim() === '' ? {} : { override_reason: override.trim() }),
    });
  };
  // Only a bed can lack something: who lies in none is not measured against a room.
  const unfit = form.isolation === null || stay.bed?.capabilities.includes('isolation') ? null : stay.bed;
  const isStale = read !== admission.version;
  const missing = () => {
    if (isStale) return t('plan.stale');
    if (out.kind === 'wrong') return t('stay.momentWrong');
    return unfit !== null && override.trim() === '' ? t('move.needsOverride') : null;
  };
  return (
    <StayPanel
      title={t('plan.title')}
      stay={stay}
      onClose={onClose}
      foot={<SaveFoot action={t('plan.action', { name })} write={write} missing={missing()} onSave={save} />}
    >
      <div className={classes.fields}>
        {isStale ? (
          <ConflictNotice
            rows={conflictRows(formOf(admission, zone), form, t)}
            onTakeTheirs={() => {
              setForm(formOf(admission, zone));
              setRead(admission.version);
            }}
            onKeepMine={() => {
              setRead(admission.version);
            }}
          />
        ) : null}
        <MomentField
          label={t('patient.discharge')}
          value={form.out}
          quick={quick}
          onChange={(moment) => {
            set({ out: moment });
          }}
        />
        <DoctorField
          value={form.doctor}
          onChange={(doctor) => {
            set({ doctor });
          }}
        />
        <IsolationField
          value={form.isolation}
          onChange={(isolation) => {
            set({ isolation });
          }}
        />
        {unfit === null ? null : (
          <Textarea
            label={t('plan.noRoom', { bed: unfit.label })}
            value={override}
            autosize
            maxLength={200}
            onChange={(event) => {
              setOverride(event.currentTarget.value);
            }}
          />
        )}
        <NeedsField
          legend={t('stay.needs')}
          value={form.needs}
          onChange={(needs) => {
            set({ needs });
          }}
        />
        <Textarea
          label={t('admit.reason')}
          value={form.reason}
          autosize
          minRows={2}
          maxLength={500}
          onChange={(event) => {
            set({ reason: event.currentTarget.value });
          }}
        />
      </div>
    </StayPanel>
  );
}
