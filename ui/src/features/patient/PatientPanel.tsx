import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Occupant } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Chip } from '../../design/Chip.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SeverityShape } from '../../design/SeverityShape.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { Age } from '../../lib/time/Age.tsx';
import { formatDate, formatTime } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { whatHappened } from '../alert/alert-words.ts';
import { AlertState } from '../alert/AlertState.tsx';
import { useMe } from '../session/me.ts';
import { PatientBanner } from './PatientBanner.tsx';
import classes from './PatientPanel.module.css';
import { usePatientAlerts } from './patient-queries.ts';

interface PatientPanelProps {
  readonly occupant: Occupant;
  /** The bed, or the place where there is none. */
  readonly place: string;
  /** What can be done with the stay, for those who may. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
}

/** One patient beside the board: identity, what must be known at the bedside, the stay and the open alerts. */
export function PatientPanel({ occupant, place, actions, onClose }: PatientPanelProps) {
  const { t } = useTranslation();
  const mayReadAlerts = useMe().permissions.includes('alert_read');
  useKeys({
    Escape: () => {
      onClose();
      return true;
    },
  });
  const patient = {
    ...occupant.patient,
    allergy_state: occupant.allergy_state ?? null,
    allergies: occupant.allergies,
    resuscitation_status: occupant.resuscitation_status ?? null,
  };
  return (
    <aside className={classes.panel} aria-label={t('patient.panel')} data-testid="patient-panel">
      <div className={classes.head}>
        <strong className={classes.place}>{place}</strong>
        {occupant.isolation == null ? null : (
          <Chip tone="isolation" icon="shield">
            {t('ward.isolation', { kind: t(`isolation.${occupant.isolation}`) })}
          </Chip>
        )}
        <span className={classes.spring} />
        <Button size="small" tone="quiet" keys="Esc" onClick={onClose}>
          {t('frame.close')}
        </Button>
      </div>
      <PatientBanner patient={patient} layout="stack" />
      {actions}
      <div className={classes.body}>
        {occupant.same_surname_beds.length === 0 ? null : (
          <p className={classes.surname}>
            <Chip tone="outlined" icon="persons">
              {t('ward.sameSurname', { beds: occupant.same_surname_beds.join(', ') })}
            </Chip>
          </p>
        )}
        <Stay occupant={occupant} />
        <Link
          to="/patients/$patientId"
          params={{ patientId: occupant.patient.id }}
          className={`${classes.link} ${classes.chart}`}
        >
          {t('patient.openChart')}
        </Link>
        <h3 className={classes.title}>{t('patient.openAlerts')}</h3>
        {mayReadAlerts ? (
          <PatientAlerts patientId={occupant.patient.id} />
        ) : (
          <p className={classes.none}>{t('patient.alertsNotShown')}</p>
        )}
      </div>
    </aside>
  );
}

function Stay({ occupant }: { readonly occupant: Occupant }) {
  const { t } = useTranslation();
  const zone = useZone();
  const moment = (instant: string) => `${formatDate(instant, zone)} ${formatTime(instant, zone)}`;
  return (
    <dl className={classes.facts}>
      <dt>{t('patient.admitted')}</dt>
      <dd>{moment(occupant.admitted_at)}</dd>
      <dt>{t('patient.discharge')}</dt>
      <dd>
        {occupant.expected_discharge_at == null
          ? t('patient.notPlanned')
          : moment(occupant.expected_discharge_at)}
      </dd>
      <dt>{t('patient.doctor')}</dt>
      <dd>
        <bdi>{occupant.responsible_doctor ?? t('patient.noDoctor')}</bdi>
      </dd>
      <dt>{t('patient.watch')}</dt>
      <dd>
        {occupant.wearable == null ? (
          t('patient.noWatch')
        ) : (
          <>
            <bdi>{occupant.wearable.device_label}</bdi>{' '}
            <span className="unbroken">
              {occupant.wearable.last_taken_at == null
                ? t('patient.watchSilent')
                : t('patient.watchLast', { time: moment(occupant.wearable.last_taken_at) })}
            </span>
          </>
        )}
      </dd>
    </dl>
  );
}

function PatientAlerts({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  const query = usePatientAlerts(patientId);
  if (query.isPending) return <Placeholder kind="loading" />;
  if (query.isError) {
    return (
      <Placeholder
        kind="error"
        text={errorWords(problemOf(query.error), t)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const open = query.data.filter((alert) => alert.closed == null);
  if (open.length === 0) return <p className={classes.none}>{t('alert.none')}</p>;
  return (
    <ul>
      {open.map((alert) => (
        <li key={alert.alert_id} className={classes.alert}>
          <SeverityShape severity={alert.severity} size={18} />
          <Link to="/alerts/$alertId" params={{ alertId: alert.alert_id }} className={classes.link}>
            {whatHappened(alert, t)}
          </Link>
          <strong>
            <Age since={alert.raised_at} />
          </strong>
          <span className={classes.state}>
            <AlertState alert={alert} />
          </span>
        </li>
      ))}
    </ul>
  );
}
