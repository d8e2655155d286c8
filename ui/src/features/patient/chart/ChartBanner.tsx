import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PatientRecord } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Chip } from '../../../design/Chip.tsx';
import { Icon } from '../../../design/Icon.tsx';
import { SeverityShape } from '../../../design/SeverityShape.tsx';
import { Age } from '../../../lib/time/Age.tsx';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { useMe } from '../../session/me.ts';
import { AllergyLine } from '../AllergyLine.tsx';
import { bornWords } from '../born-words.ts';
import { genderWord } from '../gender.ts';
import { patientColour } from '../patient-colour.ts';
import { usePatientAlerts } from '../patient-queries.ts';
import { PatientName } from '../PatientName.tsx';
import { ResuscitationLine } from '../ResuscitationLine.tsx';
import classes from './ChartBanner.module.css';

interface ChartBannerProps {
  readonly record: PatientRecord;
  /** The chart could not be read again: what stands here may be old. */
  readonly isOld: boolean;
  readonly onRetry: () => void;
}

/** Who this is, and what must be known before anything is done: fixed over every tab of the chart. */
export function ChartBanner({ record, isOld, onRetry }: ChartBannerProps) {
  const { t } = useTranslation();
  const mayReadAlerts = useMe().permissions.includes('alert_read');
  const reaches = record.allergy_state != null;
  return (
    <section
      className={classes.banner}
      aria-label={t('patient.banner')}
      data-testid="patient-banner"
      data-deceased={record.death == null ? undefined : true}
      style={{ borderInlineStartColor: patientColour(record.id) }}
    >
      <div className={classes.line}>
        <strong className={classes.name}>
          <PatientName name={record} />
        </strong>
        <Fact name={t('patient.born')}>{bornWords(record, t)}</Fact>
        <Fact name={t('patient.gender')}>{genderWord(record.gender, t)}</Fact>
        <Fact name={t('patient.code')}>
          <span className="code">{record.code}</span>
        </Fact>
        {record.former_names[0] === undefined ? null : (
          <Fact name={t('chart.formerly')}>
            <PatientName name={record.former_names[0]} />
          </Fact>
        )}
        <Marks record={record} />
        <span className={classes.spring} />
        {mayReadAlerts ? <CriticalAlert patientId={record.id} /> : null}
      </div>
      <div className={classes.safety}>
        <AllergyLine state={record.allergy_state} allergies={record.allergies} />
        {isOld ? (
          <span className={classes.old} role="alert">
            <Icon name="exclaim" size={12} />
            {t('chart.couldNotReload')}
            <Button size="small" onClick={onRetry}>
              {t('error.tryAgain')}
            </Button>
          </span>
        ) : null}
        {reaches ? <Place record={record} /> : null}
        {reaches && record.isolation != null ? (
          <Chip tone="isolation" icon="shield">
            {t('ward.isolation', { kind: t(`isolation.${record.isolation}`) })}
          </Chip>
        ) : null}
        {reaches && record.admission != null ? (
          <span>
            {t('chart.doctor')}{' '}
            <strong>
              <bdi>{record.responsible_doctor?.full_name ?? t('patient.noDoctor')}</bdi>
            </strong>
          </span>
        ) : null}
        <ResuscitationLine
          patient={{
            allergy_state: record.allergy_state ?? null,
            resuscitation_status: record.resuscitation_status ?? null,
          }}
        />
      </div>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <span className={classes.fact}>
      <span className={classes.factName}>{name}</span>
      <span className={classes.factValue}>{children}</span>
    </span>
  );
}

function Marks({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const zone = useZone();
  return (
    <>
      {record.death == null ? null : (
        <span className={classes.deceased}>
          {t('chart.died', {
            time: `${formatDate(record.death.died_at, zone)} ${formatTime(record.death.died_at, zone)}`,
          })}
        </span>
      )}
      {record.identity_state === 'identified' ? null : (
        <span className={classes.unknown}>
          <Icon name="question" size={12} />
          {t(`identityState.${record.identity_state}`)}
        </span>
      )}
      {record.emergency_flag ? (
        <span className={classes.emergency}>
          <Icon name="alarm" size={12} />
          {t('patient.emergency')}
        </span>
      ) : null}
    </>
  );
}

function Place({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const zone = useZone();
  const stay = record.admission;
  if (stay == null) return <span>{t('chart.notAdmitted')}</span>;
  return (
    <>
      <span>
        {stay.bed_label == null ? t('chart.place') : t('chart.bed')}{' '}
        <strong>
          <bdi>
            {[stay.bed_label, stay.ward_name, stay.place]
              .filter((part) => part != null && part !== '')
              .join(', ') || stay.hospital_name}
          </bdi>
        </strong>
      </span>
      <span className="unbroken">
        {t('patient.admitted')} <strong>{formatDate(stay.admitted_at, zone)}</strong>
      </span>
    </>
  );
}

function CriticalAlert({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  const query = usePatientAlerts(patientId);
  if (query.isError)
    return (
      <span className={classes.old} role="alert">
        {t('chart.alertsNotLoaded')}
        <Button size="small" onClick={() => void query.refetch()}>
          {t('error.tryAgain')}
        </Button>
      </span>
    );
  const open = (query.data ?? []).filter((alert) => alert.closed == null);
  const gravest = open.find((alert) => alert.severity === 'critical') ?? null;
  if (gravest !== null)
    return (
      <Link to="/alerts/$alertId" params={{ alertId: gravest.alert_id }} className={classes.critical}>
        <SeverityShape severity="critical" size={18} />
        {t('chart.criticalOpen')} <Age since={gravest.raised_at} />
      </Link>
    );
  const [first] = open;
  return first === undefined ? null : (
    <Link to="/alerts/$alertId" params={{ alertId: first.alert_id }} className={classes.other}>
      <SeverityShape severity={first.severity} size={16} />
      {t('frame.openCount', { count: open.length })}
    </Link>
  );
}
