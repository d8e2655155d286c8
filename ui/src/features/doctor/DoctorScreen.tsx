import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Doctor } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { Screen } from '../../design/Screen.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatPlainDate } from '../../lib/time/format.ts';
import { dateIn } from '../../lib/time/plain-date.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { useMe } from '../session/me.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import { AvailabilitySwitch } from './AvailabilitySwitch.tsx';
import { DeactivateDoctorDialog } from './DeactivateDoctorDialog.tsx';
import { DoctorDialog } from './DoctorDialog.tsx';
import { DoctorFacts } from './DoctorFacts.tsx';
import { DoctorHospitals } from './DoctorHospitals.tsx';
import { DoctorPatients } from './DoctorPatients.tsx';
import { useDoctor } from './doctor-queries.ts';
import classes from './DoctorScreen.module.css';
import { licenceState } from './licence.ts';

/** One doctor: licence, where they work, whose doctor they are. */
export function DoctorScreen({ doctorId }: { readonly doctorId: string }) {
  const { t } = useTranslation();
  const query = useDoctor(doctorId);
  if (query.data !== undefined) {
    return (
      <LoadedDoctor
        doctor={query.data}
        problem={query.isError ? errorWords(problemOf(query.error), t) : null}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <Screen title={t('doctor.one')} actions={<BackToDoctors />}>
      {query.isPending ? (
        <Placeholder kind="loading" />
      ) : (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      )}
    </Screen>
  );
}

function BackToDoctors() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/doctors' });
  useScreenKeys({
    'Alt ArrowLeft': () => {
      back();
      return true;
    },
  });
  return (
    <Button keys="Alt ←" onClick={back}>
      {t('doctor.all')}
    </Button>
  );
}

interface LoadedDoctorProps {
  readonly doctor: Doctor;
  readonly problem: string | null;
  readonly onRetry: () => void;
}

function LoadedDoctor({ doctor, problem, onRetry }: LoadedDoctorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const zone = useZone();
  const isLost = useLinkStatus().state === 'lost';
  const [open, setOpen] = useState<'edit' | 'deactivate' | null>(null);
  const mayWrite = me.permissions.includes('doctor_write') && doctor.is_active;
  const state = licenceState(doctor, dateIn(zone, useNowMs()));
  const close = () => {
    setOpen(null);
  };
  useScreenKeys(
    {
      E: () => {
        if (!isLost) setOpen('edit');
        return true;
      },
    },
    mayWrite && open === null,
  );
  return (
    <Screen
      title={doctor.full_name}
      note={doctor.doctor_id}
      actions={
        <>
          <AvailabilitySwitch doctor={doctor} disabled={isLost} />
          {mayWrite ? (
            <>
              <Button
                keys="E"
                disabled={isLost}
                onClick={() => {
                  setOpen('edit');
                }}
              >
                {t('doctor.edit')}
              </Button>
              <Button
                disabled={isLost}
                onClick={() => {
                  setOpen('deactivate');
                }}
              >
                {t('doctor.deactivate')}
              </Button>
            </>
          ) : null}
          <BackToDoctors />
        </>
      }
    >
      {problem === null ? null : <Placeholder kind="error" text={problem} onRetry={onRetry} />}
      {doctor.is_active ? null : <Notice tone="warn">{t('doctor.inactiveNote')}</Notice>}
      {state === 'expired' ? (
        <Notice tone="stop" title={t('doctor.expiredTitle')}>
          {t('doctor.expiredText', { date: formatPlainDate(doctor.license_expires_on ?? '') })}
        </Notice>
      ) : null}
      <div className={classes.columns}>
        <DoctorFacts doctor={doctor} />
        <div className={classes.lists}>
          <DoctorPatients doctor={doctor} disabled={isLost} />
          <DoctorHospitals doctor={doctor} disabled={isLost} />
        </div>
      </div>
      {open === 'edit' ? <DoctorDialog doctor={doctor} onClose={close} /> : null}
      {open === 'deactivate' ? (
        <DeactivateDoctorDialog
          doctor={doctor}
          onClose={close}
          onDone={() => void navigate({ to: '/doctors' })}
        />
      ) : null}
    </Screen>
  );
}
