import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { useCreationKey } from '../../api/creation-key.ts';
import { problemOf } from '../../api/problem.ts';
import type { HospitalCreate, HospitalRecord } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { ConflictNotice } from '../../design/ConflictNotice.tsx';
import { Notice } from '../../design/Notice.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import {
  type HospitalDraft,
  type HospitalField,
  differences,
  draftOf,
  emptyHospital,
  faultsOf,
  toHospital,
} from './hospital-form.ts';
import { HospitalFields } from './HospitalFields.tsx';
import classes from './HospitalForm.module.css';
import { standing } from './standing.ts';
import { useSetupWrite } from './use-setup-write.ts';

interface HospitalFormProps {
  /** Null to add one. */
  readonly hospital: HospitalRecord | null;
  readonly onSaved: (hospital: HospitalRecord) => void;
  /** Where there is a way back without saving. */
  readonly onCancel?: () => void;
  /** Further actions at the end of the bar. */
  readonly onDeactivate?: () => void;
}

/** The details of a hospital. Saved as a whole; where somebody saved in between, both are shown. */
export function HospitalForm({ hospital, onSaved, onCancel, onDeactivate }: HospitalFormProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const key = useCreationKey();
  const isLost = useLinkStatus().state === 'lost';
  const [base, setBase] = useState(hospital);
  const [draft, setDraft] = useState<HospitalDraft>(() =>
    hospital === null ? emptyHospital(zone) : draftOf(hospital),
  );
  const [tried, setTried] = useState(false);
  const saving = useSetupWrite({
    send: (wanted: HospitalCreate) =>
      base === null
        ? body(api.POST('/hospitals', { params: { header: { 'Idempotency-Key': key } }, body: wanted }))
        : body(
            api.PUT('/hospitals/{hospital_name}', {
              params: { path: { hospital_name: base.id } },
              body: { ...wanted, version: base.version },
            }),
          ),
    done: (saved) => t(base === null ? 'hospital.done.added' : 'hospital.done.saved', { name: saved.name }),
  });
  const faults = faultsOf(draft);
  const hasFaults = Object.keys(faults).length > 0;
  const isChanged = base === null || differences(draftOf(base), draft).length > 0;
  const problem = saving.isError ? problemOf(saving.error) : null;
  const now = standing<HospitalRecord>(saving.error, 'bed_turnaround_minutes', base, hospital);
  const isOff = saving.isPending || isLost || !isChanged || now !== null;
  const save = () => {
    setTried(true);
    if (hasFaults || isOff) return;
    saving.mutate(toHospital(draft), {
      onSuccess: (saved) => {
        setBase(saved);
        setDraft(draftOf(saved));
        setTried(false);
        onSaved(saved);
      },
    });
  };
  const goOnFrom = (current: HospitalRecord, next: HospitalDraft) => {
    setBase(current);
    setDraft(next);
    saving.reset();
  };
  useKeys({
    'Ctrl Enter': () => {
      save();
      return true;
    },
  });
  const words = (field: HospitalField, from: HospitalDraft) =>
    field === 'hasEmergency' ? t(from.hasEmergency ? 'hospital.yes' : 'hospital.no') : from[field];
  const footnote =
    tried && hasFaults ? t('error.checkFields') : isChanged && base !== null ? t('hospital.unsaved') : '';
  return (
    <div className={classes.form}>
      <div className={classes.body}>
        {now === null ? null : (
          <ConflictNotice
            rows={differences(draftOf(now), draft).map((field) => ({
              field: t(`hospital.field.${field}`),
              theirs: words(field, draftOf(now)),
              mine: words(field, draft),
            }))}
            onTakeTheirs={() => {
              goOnFrom(now, draftOf(now));
            }}
            onKeepMine={() => {
              goOnFrom(now, draft);
            }}
          />
        )}
        {problem === null || now !== null ? null : (
          <Notice tone="stop" title={t('notSaved')}>
            {errorWords(problem, t)}
          </Notice>
        )}
        <HospitalFields
          draft={draft}
          faults={tried ? faults : {}}
          disabled={now !== null}
          onChange={(change) => {
            setDraft((before) => ({ ...before, ...change }));
          }}
        />
      </div>
      <footer className={classes.foot}>
        <Button tone="primary" size="large" keys="Ctrl Enter" disabled={isOff} onClick={save}>
          {t(base === null ? 'hospital.add' : 'hospital.save')}
        </Button>
        {onCancel === undefined ? null : (
          <Button size="large" onClick={onCancel}>
            {t('closing.cancel')}
          </Button>
        )}
        {base !== null && isChanged ? (
          <Button
            size="large"
            onClick={() => {
              setDraft(draftOf(base));
            }}
          >
            {t('hospital.discard')}
          </Button>
        ) : null}
        <span role="status">{footnote}</span>
        <span className={classes.spring} />
        {onDeactivate === undefined ? null : (
          <Button disabled={isLost} onClick={onDeactivate}>
            {t('hospital.deactivate')}
          </Button>
        )}
      </footer>
    </div>
  );
}
