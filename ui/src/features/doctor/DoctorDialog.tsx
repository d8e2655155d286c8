import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreationKey } from '../../api/creation-key.ts';
import { problemOf } from '../../api/problem.ts';
import type { Doctor } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { ConflictNotice } from '../../design/ConflictNotice.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Notice } from '../../design/Notice.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { genderWord } from '../patient/gender.ts';
import {
  type DoctorDraft,
  type DoctorField,
  differences,
  draftOf,
  emptyDoctor,
  faultsOf,
  standingDoctor,
  toDoctor,
} from './doctor-form.ts';
import { useCreateDoctor, useUpdateDoctor } from './doctor-writes.ts';
import { DoctorFields } from './DoctorFields.tsx';
import classes from './forms.module.css';

interface DoctorDialogProps {
  /** Null to take up a new one. */
  readonly doctor: Doctor | null;
  readonly onClose: () => void;
  readonly onSaved?: (doctor: Doctor) => void;
}

/** Takes up a doctor or changes one. Where somebody saved in between, it shows both and asks again. */
export function DoctorDialog({ doctor, onClose, onSaved }: DoctorDialogProps) {
  const { t } = useTranslation();
  const [base, setBase] = useState(doctor);
  const [draft, setDraft] = useState<DoctorDraft>(() => (doctor === null ? emptyDoctor() : draftOf(doctor)));
  const [tried, setTried] = useState(false);
  const creating = useCreateDoctor(useCreationKey());
  const updating = useUpdateDoctor(doctor?.doctor_id ?? '');
  const saving = base === null ? creating : updating;
  const faults = faultsOf(draft);
  const hasFaults = Object.keys(faults).length > 0;
  const problem = saving.isError ? problemOf(saving.error) : null;
  const standing = problem?.status === 409 ? standingDoctor(problem.current) : null;

  const save = () => {
    setTried(true);
    if (hasFaults || saving.isPending || standing !== null) return;
    const onSuccess = (saved: Doctor) => {
      onClose();
      onSaved?.(saved);
    };
    if (base === null) creating.mutate(toDoctor(draft), { onSuccess });
    else updating.mutate({ ...toDoctor(draft), version: base.version }, { onSuccess });
  };
  const goOnFrom = (current: Doctor, next: DoctorDraft) => {
    setBase(current);
    setDraft(next);
    updating.reset();
  };
  useKeys({
    'Ctrl Enter': () => {
      save();
      return true;
    },
  });
  const words = (field: DoctorField, from: DoctorDraft) =>
    field === 'gender' && from.gender !== '' ? genderWord(from.gender, t) : from[field];
  const title = doctor === null ? t('doctor.newTitle') : t('doctor.editTitle', { name: doctor.full_name });
  return (
    <Dialog onClose={onClose} title={title} size={720}>
      <DoctorFields
        draft={draft}
        faults={tried ? faults : {}}
        onChange={(change) => {
          setDraft((before) => ({ ...before, ...change }));
        }}
      />
      {standing === null ? null : (
        <ConflictNotice
          rows={differences(draftOf(standing), draft).map((field) => ({
            field: t(`doctor.field.${field}`),
            theirs: words(field, draftOf(standing)),
            mine: words(field, draft),
          }))}
          onTakeTheirs={() => {
            goOnFrom(standing, draftOf(standing));
          }}
          onKeepMine={() => {
            goOnFrom(standing, draft);
          }}
        />
      )}
      {problem === null || standing !== null ? null : (
        <Notice tone="stop" title={t('notSaved')}>
          {errorWords(problem, t)}
        </Notice>
      )}
      <div className={classes.foot}>
        <Button
          tone="primary"
          size="large"
          keys="Ctrl Enter"
          disabled={saving.isPending || standing !== null}
          onClick={save}
        >
          {doctor === null ? t('doctor.create') : t('doctor.save')}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose}>
          {t('closing.cancel')}
        </Button>
        <span className={classes.footnote} role="status">
          {tried && hasFaults ? t('error.checkFields') : ''}
        </span>
      </div>
    </Dialog>
  );
}
