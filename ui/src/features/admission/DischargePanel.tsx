import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import type { Discharge } from '../../api/types.ts';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { nameText } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import type { Stay } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import classes from './fields.module.css';
import { given } from './given.ts';
import { instantOf, NO_MOMENT, readMoment } from './moment.ts';
import { MomentField } from './MomentField.tsx';
import { SaveFoot } from './SaveFoot.tsx';
import { StayPanel } from './StayPanel.tsx';
import { useWrite } from './use-write.ts';

const WAYS = ['home', 'other_hospital', 'self_discharge', 'absconded', 'died'] as const;

interface DischargePanelProps {
  readonly stay: Stay;
  readonly onClose: () => void;
}

/** Ends a stay: where to is always chosen, and open alerts are asked about, never left behind unsaid. */
export function DischargePanel({ stay, onClose }: DischargePanelProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const board = useBoardPlace();
  const hospitalId = useMe().hospital?.id ?? '';
  const { occupant, bed } = stay;
  const [way, setWay] = useState<(typeof WAYS)[number] | null>(null);
  const [summary, setSummary] = useState('');
  const [at, setAt] = useState(NO_MOMENT);
  const [leaveOpen, setLeaveOpen] = useState(false);
  const name = nameText(occupant.patient);
  const from = bed?.label ?? occupant.place ?? t('ward.placeUnknown');
  const read = readMoment(zone, at);
  const write = useWrite({
    send: (input: Discharge) =>
      body(
        api.POST('/hospitals/{hospital_name}/patients/{patient_id}/discharge', {
          params: { path: { hospital_name: hospitalId, patient_id: occupant.patient.id } },
          body: input,
        }),
      ),
    done: () => t('discharge.done', { name, from }),
    onDone: () => {
      board.close();
    },
  });
  // The board may not show an alert that the server knows of: its refusal asks the same question.
  const isAsked = occupant.alerts.length > 0 || write.problem?.status === 409;
  const missing = () => {
    if (way === null) return t('discharge.needsWay');
    if (read.kind === 'wrong') return t('stay.momentWrong');
    return occupant.alerts.length > 0 && !leaveOpen ? t('discharge.needsAlerts') : null;
  };
  const save = () => {
    if (way === null) return;
    write.run({
      version: occupant.admission_version,
      disposition: way,
      ...given({ discharge_summary: summary.trim(), discharged_at: instantOf(read) }),
      ...(leaveOpen ? { leave_open: true } : {}),
    });
  };
  return (
    <StayPanel
      title={t('discharge.title')}
      stay={stay}
      onClose={onClose}
      foot={
        <SaveFoot
          action={t('discharge.action', { name, from })}
          write={write}
          missing={missing()}
          onSave={save}
        />
      }
    >
      <div className={classes.fields}>
        <fieldset className={classes.group}>
          <legend className={classes.legend}>{t('discharge.way')}</legend>
          {WAYS.map((one) => (
            <label key={one} className={classes.choice}>
              <input
                type="radio"
                name="disposition"
                checked={way === one}
                onChange={() => {
                  setWay(one);
                }}
              />
              <span>{t(`disposition.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        {way === 'died' ? <p className={classes.note}>{t('discharge.died')}</p> : null}
        {isAsked ? (
          <fieldset className={classes.group}>
            <legend className={classes.legend}>
              {t('discharge.alerts', { count: occupant.alerts.length })}
            </legend>
            {occupant.alerts.map((alert) => (
              <p key={alert.alert_id} className={classes.choice}>
                <SeverityShape severity={alert.severity} size={18} />
                {t(`alertType.${alert.alert_type}`)}, {t(`alertStatus.${alert.status}`)}
              </p>
            ))}
            <label className={classes.choice}>
              <input
                type="checkbox"
                checked={leaveOpen}
                onChange={(event) => {
                  setLeaveOpen(event.currentTarget.checked);
                }}
              />
              <span>{t('discharge.leaveOpen')}</span>
            </label>
          </fieldset>
        ) : null}
        <Textarea
          label={t('discharge.summary')}
          value={summary}
          autosize
          minRows={3}
          maxLength={4000}
          onChange={(event) => {
            setSummary(event.currentTarget.value);
          }}
        />
        <MomentField label={t('discharge.at')} value={at} onChange={setAt} />
        <p className={classes.note}>{t('discharge.after', { from })}</p>
      </div>
    </StayPanel>
  );
}
