import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Admission, AdmissionEvent } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Chip } from '../../../design/Chip.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import classes from './AdmissionsTab.module.css';
import { STAYS, useAdmissionEvents, useAdmissions } from './chart-queries.ts';
import chart from './ChartScreen.module.css';
import { QueryState } from './QueryState.tsx';

/** This stay and all before it, each with its story. */
export function AdmissionsTab({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(0);
  return (
    <div className={chart.body}>
      <div className={chart.head}>
        <h2>{t('chart.tab.admissions')}</h2>
      </div>
      <QueryState query={useAdmissions(patientId, page)}>
        {({ items, total }) => (
          <>
            {items.length === 0 ? <Placeholder kind="empty" text={t('admissions.none')} /> : null}
            {items.map((stay, index) => (
              <Stay key={stay.id} stay={stay} startsOpen={page === 0 && index === 0} />
            ))}
            {page === 0 && items.length < STAYS ? null : (
              <nav className={chart.head} aria-label={t('patients.pages')}>
                <Button
                  size="small"
                  disabled={page === 0}
                  onClick={() => {
                    setPage(page - 1);
                  }}
                >
                  {t('admissions.newer')}
                </Button>
                <Button
                  size="small"
                  disabled={items.length < STAYS || (total !== null && (page + 1) * STAYS >= total)}
                  onClick={() => {
                    setPage(page + 1);
                  }}
                >
                  {t('admissions.older')}
                </Button>
              </nav>
            )}
          </>
        )}
      </QueryState>
    </div>
  );
}

function Stay({ stay, startsOpen }: { readonly stay: Admission; readonly startsOpen: boolean }) {
  const { t } = useTranslation();
  const zone = useZone();
  const [open, setOpen] = useState(startsOpen);
  const moment = (instant: string) => `${formatDate(instant, zone)} ${formatTime(instant, zone)}`;
  return (
    <article className={classes.stay} data-cancelled={stay.cancelled_at == null ? undefined : true}>
      <button
        type="button"
        className={classes.head}
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <strong className="unbroken">
          {moment(stay.admitted_at)} –{' '}
          {stay.discharged_at == null
            ? stay.cancelled_at == null
              ? t('admissions.now')
              : t('admissions.cancelled')
            : moment(stay.discharged_at)}
        </strong>
        <span>
          <bdi>
            {[stay.bed_label, stay.ward_name, stay.place, stay.hospital_name]
              .filter((part) => part != null && part !== '')
              .join(', ')}
          </bdi>
        </span>
        <Chip>{t(`treatmentType.${stay.treatment_type}`)}</Chip>
        {stay.disposition == null ? null : <Chip>{t(`disposition.${stay.disposition}`)}</Chip>}
        {stay.isolation == null ? null : (
          <Chip tone="isolation" icon="shield">
            {t(`isolation.${stay.isolation}`)}
          </Chip>
        )}
      </button>
      {open ? (
        <div className={classes.body}>
          <dl className={classes.facts}>
            <Fact name={t('admissions.reason')} value={stay.reason} />
            <Fact name={t('patient.doctor')} value={stay.responsible_doctor?.full_name} />
            <Fact name={t('admissions.needs')} value={stay.needs.join(', ')} />
            <Fact name={t('admissions.summary')} value={stay.discharge_summary} />
            {stay.cancelled_at == null ? null : (
              <Fact name={t('admissions.cancelledBecause')} value={stay.cancel_reason} />
            )}
          </dl>
          <h3 className={classes.title}>{t('admissions.story')}</h3>
          <Story admissionId={stay.id} />
        </div>
      ) : null}
    </article>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null | undefined }) {
  if (value == null || value === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}

function Story({ admissionId }: { readonly admissionId: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  return (
    <QueryState query={useAdmissionEvents(admissionId)}>
      {(events) =>
        events.length === 0 ? (
          <p className={chart.aside}>{t('admissions.noStory')}</p>
        ) : (
          <ol className={classes.story}>
            {events.map((event) => (
              <li key={event.id}>
                <time dateTime={event.at}>
                  {formatDate(event.at, zone)} {formatTime(event.at, zone)}
                </time>
                <span>
                  <strong>{t(`admissionEvent.${event.kind}`)}</strong> <bdi>{whereTo(event)}</bdi>
                </span>
                <bdi className={chart.aside}>{event.by ?? ''}</bdi>
              </li>
            ))}
          </ol>
        )
      }
    </QueryState>
  );
}

function whereTo(event: AdmissionEvent): string {
  return [event.from_bed, event.to_bed].filter((bed) => bed != null && bed !== '').join(' → ');
}
