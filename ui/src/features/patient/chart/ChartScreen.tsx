import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import type { PatientRecord } from '../../../api/types.ts';
import { Notice } from '../../../design/Notice.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { nameText } from '../PatientName.tsx';
import { usePatient } from '../patient-queries.ts';
import { AdmissionsTab } from './AdmissionsTab.tsx';
import { AllergiesTab } from './AllergiesTab.tsx';
import { ChartActions } from './ChartActions.tsx';
import { ChartBanner } from './ChartBanner.tsx';
import { CHART_TABS, type ChartTab } from './chart-tab.ts';
import classes from './ChartScreen.module.css';
import { ConditionsTab } from './ConditionsTab.tsx';
import { ContactsTab } from './ContactsTab.tsx';
import { IdentityTab } from './IdentityTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { TimelineTab } from './TimelineTab.tsx';

interface ChartScreenProps {
  /** The id or the code. */
  readonly patientId: string;
  readonly tab: ChartTab;
}

/** One patient's chart. */
export function ChartScreen({ patientId, tab }: ChartScreenProps) {
  const { t } = useTranslation();
  const query = usePatient(patientId);
  const record = query.data;
  if (record !== undefined)
    return <Chart record={record} tab={tab} isOld={query.isError} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Placeholder kind="loading" />;
  const problem = problemOf(query.error);
  return (
    <Placeholder
      kind="error"
      text={problem.status === 404 ? t('chart.noSuchPatient') : errorWords(problem, t)}
      onRetry={() => void query.refetch()}
    />
  );
}

interface ChartProps {
  readonly record: PatientRecord;
  readonly tab: ChartTab;
  readonly isOld: boolean;
  readonly onRetry: () => void;
}

function Chart({ record, tab, isOld, onRetry }: ChartProps) {
  const { t } = useTranslation();
  const reaches = record.allergy_state != null;
  return (
    <div className={classes.page}>
      <ChartBanner record={record} isOld={isOld} onRetry={onRetry} />
      {record.identity_state === 'linked' && record.linked_to != null ? (
        <div className={classes.linked}>
          <Notice
            tone="warn"
            title={t('chart.linkedTitle')}
            action={
              <Link
                to="/patients/$patientId"
                params={{ patientId: record.linked_to.id }}
                className={classes.link}
              >
                {t('chart.openLinked', { name: nameText(record.linked_to) })}
              </Link>
            }
          >
            {t('chart.linkedText')}
          </Notice>
        </div>
      ) : null}
      {reaches ? (
        <>
          <div className={classes.bar}>
            <nav className={classes.tabs} aria-label={t('chart.parts')}>
              {CHART_TABS.map((name) => (
                <Link
                  key={name}
                  to="/patients/$patientId"
                  params={{ patientId: record.id }}
                  search={name === 'overview' ? {} : { tab: name }}
                  className={classes.tab}
                  activeOptions={{ exact: true, includeSearch: true }}
                >
                  {t(`chart.tab.${name}`)}
                </Link>
              ))}
            </nav>
            <ChartActions record={record} />
          </div>
          <Tab record={record} tab={tab} />
        </>
      ) : (
        <MinimalIdentity record={record} />
      )}
    </div>
  );
}

function Tab({ record, tab }: { readonly record: PatientRecord; readonly tab: ChartTab }) {
  switch (tab) {
    case 'overview':
      return <OverviewTab record={record} />;
    case 'timeline':
      return <TimelineTab key={record.id} patientId={record.id} />;
    case 'conditions':
      return <ConditionsTab record={record} />;
    case 'allergies':
      return <AllergiesTab record={record} />;
    case 'contacts':
      return <ContactsTab record={record} />;
    case 'admissions':
      return <AdmissionsTab key={record.id} patientId={record.id} />;
    case 'identity':
      return <IdentityTab key={record.id} record={record} />;
  }
}

/** Who this is, and why there is no more to see. */
function MinimalIdentity({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  return (
    <div className={classes.minimal}>
      <Notice tone="note" title={t('chart.minimalTitle')}>
        {t('chart.minimalText', { code: record.code })}
      </Notice>
      {record.may_write ? (
        <div className={classes.bar}>
          <ChartActions record={record} />
        </div>
      ) : null}
    </div>
  );
}
