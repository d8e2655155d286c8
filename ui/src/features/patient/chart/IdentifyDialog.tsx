import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import { problemOf } from '../../../api/problem.ts';
import type { Identify, PatientRecord, PatientSummary } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Notice } from '../../../design/Notice.tsx';
import { serverNowMs } from '../../../lib/time/clock.ts';
import { dateIn, parsePlainDate } from '../../../lib/time/plain-date.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { bornWords } from '../born-words.ts';
import { genderWord } from '../gender.ts';
import { nameText, PatientName } from '../PatientName.tsx';
import { birthDateFault } from '../register/draft.ts';
import { PickPatient } from '../register/MotherPicker.tsx';
import { IdentifyFields, type IdentifyDraft } from './IdentifyFields.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import choice from './StateChoice.module.css';
import { useChartWrite } from './use-chart-write.ts';

interface IdentifyDialogProps {
  readonly record: PatientRecord;
  readonly onClose: () => void;
}

/** Who the unknown patient is: a new name for this record, or somebody who is on file already. */
export function IdentifyDialog({ record, onClose }: IdentifyDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const today = dateIn(useZone(), serverNowMs());
  const [way, setWay] = useState<'name' | 'link'>('name');
  const [target, setTarget] = useState<PatientSummary | null>(null);
  const [draft, setDraft] = useState<IdentifyDraft>({
    family_name: '',
    given_name: '',
    title: '',
    date_of_birth: '',
    gender: record.gender,
  });
  const [tried, setTried] = useState(false);
  const write = useChartWrite({
    done: t(way === 'link' ? 'identify.linked' : 'identify.named', { name: nameText(record) }),
    send: (identify: Identify) =>
      body(
        api.POST('/patients/{patient_id}/identify', {
          params: { path: { patient_id: record.id } },
          body: identify,
        }),
      ),
    onDone: () => {
      onClose();
      if (way === 'link' && target !== null)
        void navigate({ to: '/patients/$patientId', params: { patientId: target.id } });
    },
  });
  const bornFault = birthDateFault(draft.date_of_birth, today);
  const isMissing = draft.family_name.trim() === '' || draft.given_name.trim() === '' || bornFault !== null;
  const confirm = () => {
    setTried(true);
    if (way === 'link') {
      if (target !== null) write.mutate({ version: record.version, link_to: target.id });
    } else if (!isMissing) {
      write.mutate({
        version: record.version,
        family_name: draft.family_name.trim(),
        given_name: draft.given_name.trim(),
        title: draft.title.trim() === '' ? null : draft.title.trim(),
        date_of_birth: parsePlainDate(draft.date_of_birth),
        gender: draft.gender,
      });
    }
  };
  return (
    <PatientDialog
      record={record}
      title={t('chart.act.identify')}
      action={t(way === 'link' ? 'identify.linkAction' : 'identify.nameAction')}
      size={680}
      asksForName={way === 'link' && target !== null}
      {...(target === null ? {} : { checked: t('identify.checked', { name: nameText(target) }) })}
      grave={way === 'link'}
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      <fieldset className={choice.choice}>
        <legend className="visually-hidden">{t('chart.act.identify')}</legend>
        {(['name', 'link'] as const).map((option) => (
          <label key={option} className={choice.option} data-on={option === way || undefined}>
            <input
              type="radio"
              name="way"
              checked={option === way}
              onChange={() => {
                setWay(option);
              }}
            />
            {t(`identify.way.${option}`)}
          </label>
        ))}
      </fieldset>
      {way === 'name' ? (
        <IdentifyFields
          draft={draft}
          tried={tried}
          bornFault={bornFault}
          serverFaults={write.isError ? problemOf(write.error).fields : []}
          onChange={setDraft}
        />
      ) : target === null ? (
        <>
          <PickPatient label={t('identify.find')} action={t('identify.same')} onPick={setTarget} />
          {tried ? <p role="alert">{t('identify.chooseFirst')}</p> : null}
        </>
      ) : (
        <Notice
          tone="warn"
          title={t('identify.becomes')}
          action={
            <Button
              size="small"
              onClick={() => {
                setTarget(null);
              }}
            >
              {t('identify.another')}
            </Button>
          }
        >
          {[record, target].map((one) => (
            <p key={one.id}>
              <strong>
                <PatientName name={one} />
              </strong>
              , {t('find.born', { born: bornWords(one, t) })}, {genderWord(one.gender, t)},{' '}
              <span className="code">{one.code}</span>
            </p>
          ))}
          {t('identify.linkEffects')}
        </Notice>
      )}
    </PatientDialog>
  );
}
