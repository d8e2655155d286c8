import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { useCreationKey } from '../../api/creation-key.ts';
import type { ReservationCreate } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { SidePanel } from '../../design/SidePanel.tsx';
import { serverNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { usePatientRecord } from '../admission/admission-queries.ts';
import classes from '../admission/fields.module.css';
import { given } from '../admission/given.ts';
import { instantOf, NO_MOMENT, readMoment } from '../admission/moment.ts';
import { MomentField } from '../admission/MomentField.tsx';
import { PatientFinder } from '../admission/PatientFinder.tsx';
import { PatientGuard } from '../admission/PatientGuard.tsx';
import { SaveFoot } from '../admission/SaveFoot.tsx';
import { useWrite } from '../admission/use-write.ts';
import { nameText } from '../patient/PatientName.tsx';
import { useMe } from '../session/me.ts';
import type { PlacedBed } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { BedFacts } from './BedFacts.tsx';
import { useHoursFromNow } from './hours.ts';

interface ReservePanelProps {
  readonly placed: PlacedBed;
  readonly onClose: () => void;
}

/** Keeps a bed until a time, for somebody or for whoever is coming. It lapses by itself. */
export function ReservePanel({ placed, onClose }: ReservePanelProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const place = useBoardPlace();
  const hospitalId = useMe().hospital?.id ?? '';
  const creationKey = useCreationKey();
  const quick = useHoursFromNow([1, 2, 4, 8], serverNowMs);
  const { bed } = placed;
  const patient = usePatientRecord(place.patient).data ?? null;
  const [until, setUntil] = useState(NO_MOMENT);
  const [reason, setReason] = useState('');
  const read = readMoment(zone, until);
  const write = useWrite({
    send: (input: ReservationCreate) =>
      body(
        api.POST('/hospitals/{hospital_name}/beds/{id}/reservation', {
          params: {
            path: { hospital_name: hospitalId, id: bed.id },
            header: { 'Idempotency-Key': creationKey },
          },
          body: input,
        }),
      ),
    done: (now) =>
      t('reserve.done', {
        bed: now.label,
        until: formatMoment(now.reservation?.until ?? '', zone, serverNowMs()),
      }),
    onDone: place.close,
  });
  const choose = (patientId: string | null) => {
    place.go(
      { panel: 'reserve', bed: bed.id, ...(patientId === null ? {} : { patient: patientId }) },
      'replace',
    );
  };
  const missing = () => {
    if (read.kind === 'none') return t('reserve.needsUntil');
    return read.kind === 'wrong' ? t('stay.momentWrong') : null;
  };
  return (
    <SidePanel
      title={t('reserve.title', { bed: bed.label, ward: placed.ward.name })}
      onClose={onClose}
      head={patient === null ? null : <PatientGuard patient={patient} />}
      foot={
        <SaveFoot
          action={
            patient === null
              ? t('reserve.action', { bed: bed.label })
              : t('reserve.actionFor', { bed: bed.label, name: nameText(patient) })
          }
          write={write}
          missing={missing()}
          onSave={() => {
            write.run({
              until: instantOf(read) ?? '',
              ...given({ patient_id: patient?.id, reason: reason.trim() }),
            });
          }}
        />
      }
    >
      <div className={classes.fields}>
        <BedFacts placed={placed} />
        <MomentField label={t('reserve.until')} value={until} quick={quick} onChange={setUntil} />
        <TextInput
          label={t('reserve.reason')}
          value={reason}
          maxLength={200}
          onChange={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
        {patient === null ? (
          <div>
            <h3 className={classes.legend}>{t('reserve.forWhom')}</h3>
            <PatientFinder
              onPick={(found) => {
                choose(found.id);
              }}
            />
          </div>
        ) : (
          <Button
            size="small"
            onClick={() => {
              choose(null);
            }}
          >
            {t('reserve.forNobody')}
          </Button>
        )}
      </div>
    </SidePanel>
  );
}
