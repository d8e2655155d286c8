import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientIdentity, PatientRecord } from '../../../api/types.ts';
import { AssignDoctorPanel } from '../../doctor/AssignDoctorPanel.tsx';
import { PatientName } from '../PatientName.tsx';
import { AdmissionNow } from './AdmissionNow.tsx';
import type { ChartTab } from './chart-tab.ts';
import {
  AllergySummary,
  ConditionSummary,
  ContactSummary,
  ObservationSummary,
  Recent,
} from './OverviewSummaries.tsx';
import classes from './OverviewTab.module.css';

/** What one needs first: where, allergic to what, ill with what, whom to call, what happened last. */
export function OverviewTab({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  return (
    <div className={classes.columns}>
      <div className={classes.cards}>
        <Part title={t('chart.now')} patientId={record.id} tab="admissions">
          <AdmissionNow record={record} />
        </Part>
        <Part title={t('allergies.title')} patientId={record.id} tab="allergies">
          <AllergySummary patientId={record.id} />
        </Part>
        <Part title={t('chart.tab.conditions')} patientId={record.id} tab="conditions">
          <ConditionSummary patientId={record.id} />
        </Part>
        <AssignDoctorPanel patientId={record.id} patientName={record} mayWrite={record.may_write} />
        <Part title={t('chart.tab.contacts')} patientId={record.id} tab="contacts">
          <ContactSummary patientId={record.id} />
        </Part>
        <Part title={t('chart.observations')} patientId={record.id} tab="timeline">
          <ObservationSummary patientId={record.id} />
        </Part>
        {record.mother == null && record.newborns.length === 0 ? null : <Family record={record} />}
      </div>
      <aside className={classes.side} aria-label={t('chart.tab.timeline')}>
        <div className={classes.sideHead}>
          <h2>{t('chart.tab.timeline')}</h2>
          <More patientId={record.id} tab="timeline" />
        </div>
        <Recent patientId={record.id} />
      </aside>
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly patientId: string;
  readonly tab: ChartTab;
  readonly children: ReactNode;
}

function Part({ title, patientId, tab, children }: PartProps) {
  return (
    <section className={classes.card} aria-label={title}>
      <header className={classes.cardHead}>
        <h2>{title}</h2>
        <More patientId={patientId} tab={tab} />
      </header>
      {children}
    </section>
  );
}

function More({ patientId, tab }: { readonly patientId: string; readonly tab: ChartTab }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/patients/$patientId"
      params={{ patientId }}
      search={{ tab }}
      className={classes.more}
      aria-label={t('chart.openPart', { part: t(`chart.tab.${tab}`) })}
    >
      {t('chart.all')}
    </Link>
  );
}

function Family({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const row = (person: PatientIdentity) => (
    <Link to="/patients/$patientId" params={{ patientId: person.id }} className={classes.link}>
      <PatientName name={person} /> <span className="code">{person.code}</span>
    </Link>
  );
  return (
    <section className={classes.card} aria-label={t('chart.family')}>
      <header className={classes.cardHead}>
        <h2>{t('chart.family')}</h2>
      </header>
      <ul className={classes.list}>
        {record.mother == null ? null : (
          <li>
            {t('chart.mother')} {row(record.mother)}
          </li>
        )}
        {record.newborns.map((child) => (
          <li key={child.id}>
            {t('chart.newborn')} {row(child)}
          </li>
        ))}
      </ul>
    </section>
  );
}
