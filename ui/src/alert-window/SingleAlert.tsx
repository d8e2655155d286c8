import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { Icon } from '../design/Icon.tsx';
import { locationText, placeLabel } from '../features/alert/alert-words.ts';
import { Sparkline } from '../features/alert/Sparkline.tsx';
import { readTrigger } from '../features/alert/trigger.ts';
import { genderWord } from '../features/patient/gender.ts';
import { ResuscitationLine } from '../features/patient/ResuscitationLine.tsx';
import { PatientName } from '../features/patient/PatientName.tsx';
import { formatMoment, formatPlainDate } from '../lib/time/format.ts';
import { useNowMs } from '../lib/time/clock.ts';
import { useZone } from '../lib/time/ZoneContext.tsx';
import type { WindowActions } from './NamedAlerts.tsx';
import classes from './SingleAlert.module.css';
import { ActionRow } from './ActionRow.tsx';

interface SingleAlertProps {
  readonly alert: Alert;
  readonly actions: WindowActions;
}

export function SingleAlert({ alert, actions }: SingleAlertProps) {
  return (
    <>
      <Who alert={alert} />
      <What alert={alert} />
      <div className={classes.actions}>
        <ActionRow alert={alert} actions={actions} />
      </div>
    </>
  );
}

function Who({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const { patient } = alert;
  return (
    <div className={classes.who}>
      <div className={classes.place}>
        <span>{alert.bed == null ? t('window.place') : t('window.bed')}</span>
        <strong data-long={placeLabel(alert).length > 4 || undefined}>{placeLabel(alert)}</strong>
      </div>
      <div className={classes.person}>
        {patient == null ? (
          <strong className={classes.name}>{t('window.noPatient')}</strong>
        ) : (
          <>
            <strong className={classes.name}>
              <PatientName name={patient} />
            </strong>
            <span>
              {t('patient.born')}{' '}
              <strong>
                {formatPlainDate(patient.date_of_birth)} {t('patient.age', { age: patient.age_years })}
              </strong>
              , {genderWord(patient.gender, t)}
              {alert.ward == null ? '' : `, ${alert.ward.name}`}
            </span>
            <span className={classes.safety}>
              <strong
                className={classes.allergy}
                data-state={patient.allergy_state}
                data-testid="allergy-state"
              >
                {patient.allergy_state === 'known' ? <Icon name="exclaim" size={12} /> : null}
                {patient.allergy_state === 'known'
                  ? t('allergy.short', { list: patient.allergies.join(', ') })
                  : t(`allergy.${patient.allergy_state ?? 'not_shown'}`)}
              </strong>
              <ResuscitationLine patient={patient} />
            </span>
          </>
        )}
      </div>
    </div>
  );
}

function What({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const trigger = readTrigger(alert.trigger_data);
  const location = locationText(alert.location);
  if (trigger === null) {
    return (
      <div className={classes.what}>
        <p className={classes.words}>
          <bdi>{alert.description ?? t(`alertType.${alert.alert_type}`)}</bdi>
          {location === null ? null : <bdi>, {location}</bdi>}
        </p>
      </div>
    );
  }
  return (
    <div className={classes.what}>
      <div className={classes.reading}>
        <span className={classes.kind}>{t(`reading.${trigger.kind}`)}</span>
        <span className={classes.value} data-testid="trigger-value">
          <strong>{trigger.value}</strong> {trigger.unit}
        </span>
        <span className={classes.taken}>
          {trigger.takenAt === null
            ? t('alert.timeUnknown')
            : t('window.takenAt', { time: formatMoment(trigger.takenAt, zone, now) })}
        </span>
      </div>
      <Sparkline trigger={trigger} width={190} height={76} />
      <dl className={classes.facts}>
        <dt>{t('window.limit')}</dt>
        <dd>
          {t(`comparison.${trigger.comparison}`)} {trigger.limit} {trigger.unit}
        </dd>
        <dt>{t('alert.device')}</dt>
        <dd>{trigger.device ?? t('alert.deviceUnknown')}</dd>
        {alert.occurrences > 1 ? (
          <>
            <dt>{t('alert.times')}</dt>
            <dd>{alert.occurrences}</dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}
