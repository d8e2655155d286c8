import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { useCreationKey } from '../../api/creation-key.ts';
import type { Admit, Isolation, PatientRecord, TreatmentType } from '../../api/types.ts';
import { SidePanel } from '../../design/SidePanel.tsx';
import { serverNowMs } from '../../lib/time/clock.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { needsReason, useBedOptions } from '../bed/bed-queries.ts';
import { BedOptionList } from '../bed/BedOptionList.tsx';
import { useTargets } from '../bed/use-targets.ts';
import { nameText } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { AdmitFoot } from './AdmitFoot.tsx';
import { AdmittedAlready } from './AdmittedAlready.tsx';
import { DoctorField } from './DoctorField.tsx';
import classes from './fields.module.css';
import { given } from './given.ts';
import { instantOf, NO_MOMENT, readMoment } from './moment.ts';
import { MomentField } from './MomentField.tsx';
import { PatientGuard } from './PatientGuard.tsx';
import { usePlannedTimes } from './planned-times.ts';
import { IsolationField, NeedsField } from './StayFields.tsx';
import { TreatmentField } from './TreatmentField.tsx';
import { useWrite } from './use-write.ts';
import { WithoutBed } from './WithoutBed.tsx';

interface AdmitFormProps {
  readonly patient: PatientRecord;
  readonly wardId: string | null;
  readonly onClose: () => void;
}

const START = {
  treatment: 'inpatient' as TreatmentType,
  isolation: null as Isolation | null,
  needs: [] as readonly string[],
  doctor: '',
  reason: '',
  out: NO_MOMENT,
  override: '',
  /** Null while a bed is wanted; else the place of somebody who gets none. */
  noBed: null as string | null,
};

/** Everything about one admission; the bed follows from what the patient needs. */
export function AdmitForm({ patient, wardId, onClose }: AdmitFormProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const place = useBoardPlace();
  const me = useMe();
  const hospitalId = me.hospital?.id ?? '';
  const creationKey = useCreationKey();
  const [form, setForm] = useState({ ...START, isolation: patient.isolation ?? null });
  const set = (change: Partial<typeof form>) => {
    setForm({ ...form, ...change });
  };
  const wantsBed = form.noBed === null;
  const query = useBedOptions(
    { hospitalId, isolation: form.isolation, needs: form.needs },
    patient.admission == null && wantsBed,
  );
  const options = query.data?.filter((option) => option.swap_with == null && option.fit !== 'occupied');
  const option = wantsBed ? (options?.find((one) => one.bed.id === place.bed) ?? null) : null;
  // Chosen, and taken by somebody else before it was saved; an occupied bed on the board is only named.
  const [had, setHad] = useState<string | null>(null);
  if (option !== null && had !== option.bed.id) setHad(option.bed.id);
  const taken =
    wantsBed && option === null ? (query.data?.find((one) => one.bed.id === place.bed)?.bed ?? null) : null;
  useTargets(null, wantsBed && patient.admission == null ? options : undefined, option?.bed.id ?? null);
  const out = readMoment(zone, form.out);
  const quick = usePlannedTimes(zone, serverNowMs);
  const choose = (bedId: string) => {
    place.go({ panel: 'admit', patient: patient.id, bed: bedId }, 'replace');
  };
  const write = useWrite({
    send: (input: Admit) =>
      body(
        api.POST('/hospitals/{hospital_name}/patients/{patient_id}/admit', {
          params: {
            path: { hospital_name: hospitalId, patient_id: patient.id },
            header: { 'Idempotency-Key': creationKey },
          },
          body: input,
        }),
      ),
    done: (stay) =>
      t('admit.done', { name: nameText(patient), to: stay.bed_label ?? stay.place ?? t('ward.away') }),
    onDone: () => {
      place.go({ patient: patient.id });
    },
  });
  const missing = () => {
    if (out.kind === 'wrong') return t('stay.momentWrong');
    if (form.noBed !== null) return form.noBed.trim() === '' ? t('move.needsPlace') : null;
    if (option === null) return t('move.needsBed');
    return needsReason(option) && form.override.trim() === '' ? t('move.needsOverride') : null;
  };
  const save = () => {
    write.run({
      treatment_type: form.treatment,
      needs: [...form.needs],
      ...given({
        isolation: form.isolation,
        reason: form.reason.trim(),
        responsible_doctor_id: form.doctor,
        expected_discharge_at: instantOf(out),
        override_reason: form.override.trim(),
        bed_id: option?.bed.id,
        ward_id: option === null ? (wardId ?? me.wards[0]?.id) : option.bed.ward_id,
        place: form.noBed?.trim(),
      }),
    });
  };
  const guard = (
    <PatientGuard
      patient={patient}
      ageHours={patient.age_hours ?? null}
      identity={patient.identity_state}
      isolation={patient.isolation ?? null}
    />
  );
  if (patient.admission != null) {
    return (
      <SidePanel title={t('admit.title')} onClose={onClose} head={guard}>
        <AdmittedAlready patientId={patient.id} admission={patient.admission} />
      </SidePanel>
    );
  }
  return (
    <SidePanel
      title={t('admit.title')}
      onClose={onClose}
      head={guard}
      foot={
        <AdmitFoot
          name={nameText(patient)}
          option={option}
          taken={taken === null ? null : { bed: taken, wasFree: had === taken.id }}
          noBed={form.noBed}
          override={form.override}
          onOverride={(override) => {
            set({ override });
          }}
          write={write}
          missing={missing()}
          onSave={save}
          onFreeBed={choose}
        />
      }
    >
      <div className={classes.fields}>
        <TreatmentField
          value={form.treatment}
          onChange={(treatment) => {
            set({ treatment });
          }}
        />
        <IsolationField
          value={form.isolation}
          onChange={(isolation) => {
            set({ isolation });
          }}
        />
        <NeedsField
          legend={t('stay.needs')}
          value={form.needs}
          onChange={(needs) => {
            set({ needs });
          }}
        />
      </div>
      <WithoutBed
        value={form.noBed}
        onChange={(noBed) => {
          set({ noBed });
        }}
      />
      {wantsBed ? (
        <BedOptionList
          title={t('move.toWhichBed')}
          query={{ ...query, data: options } as typeof query}
          chosen={option?.bed.id ?? null}
          wardId={wardId}
          onChoose={({ bed }) => {
            write.reset();
            choose(bed.id);
          }}
        />
      ) : null}
      <div className={classes.fields}>
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
        <DoctorField
          value={form.doctor}
          onChange={(doctor) => {
            set({ doctor });
          }}
        />
        <MomentField
          label={t('patient.discharge')}
          value={form.out}
          quick={quick}
          onChange={(moment) => {
            set({ out: moment });
          }}
        />
      </div>
    </SidePanel>
  );
}
