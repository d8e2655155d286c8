import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SidePanel } from '../../design/SidePanel.tsx';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import type { Stay } from '../ward/board-model.ts';
import { useBoardPlace } from '../ward/board-place.ts';
import { PatientGuard } from './PatientGuard.tsx';
import classes from './PatientGuard.module.css';
import { StayTabs } from './StayTabs.tsx';

interface StayPanelProps {
  readonly title: string;
  readonly stay: Stay;
  readonly onClose: () => void;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** A panel about somebody who is on the board: the other things that can be done, and who it is about. */
export function StayPanel({ title, stay, onClose, foot, children }: StayPanelProps) {
  const { occupant } = stay;
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      foot={foot}
      head={
        <>
          <StayTabs stay={stay} />
          <PatientGuard
            patient={occupant.patient}
            ageHours={occupant.age_hours ?? null}
            identity={occupant.identity_state}
            where={<StayWhere stay={stay} />}
            needs={occupant.needs}
            isolation={occupant.isolation ?? null}
            sameSurname={occupant.same_surname_beds}
          />
        </>
      }
    >
      {children}
    </SidePanel>
  );
}

function StayWhere({ stay }: { readonly stay: Stay }) {
  const { t } = useTranslation();
  const zone = useZone();
  const nowMs = useNowMs();
  const place = useBoardPlace();
  const { occupant, bed, ward } = stay;
  const since = formatMoment(occupant.admitted_at, zone, nowMs);
  const count = occupant.alerts.length;
  return (
    <>
      {bed === null ? (
        <>
          <strong>{occupant.place ?? t('ward.placeUnknown')}</strong>, {ward.name}
        </>
      ) : (
        <>
          <button
            type="button"
            className={classes.bed}
            onClick={() => {
              place.go({ panel: 'bed', bed: bed.id });
            }}
          >
            {t('ward.bed', { bed: bed.label })}
          </button>
          , {ward.name}
        </>
      )}
      , <span className="unbroken">{t('stay.since', { time: since })}</span>
      {count === 0 ? null : `, ${t('frame.openCount', { count })}`}
    </>
  );
}
