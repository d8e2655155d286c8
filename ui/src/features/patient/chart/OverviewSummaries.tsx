import { useTranslation } from 'react-i18next';
import { formatMoment, formatPlainDate } from '../../../lib/time/format.ts';
import { useNowMs } from '../../../lib/time/clock.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { AllergyLine } from '../AllergyLine.tsx';
import { useAllergies, useConditions, useContacts, useTimeline } from './chart-queries.ts';
import classes from './OverviewTab.module.css';
import { QueryState } from './QueryState.tsx';
import { TimelineList } from './TimelineList.tsx';

export function AllergySummary({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  return (
    <QueryState query={useAllergies(patientId)}>
      {({ state, state_by, state_at, allergies }) => {
        const active = allergies.filter((allergy) => allergy.status === 'active');
        return (
          <>
            {state === 'known' ? (
              <ul className={classes.list}>
                {active.map((allergy) => (
                  <li key={allergy.id}>
                    <strong className={classes.allergen}>
                      <bdi>{allergy.substance}</bdi>
                    </strong>
                    {allergy.reaction == null ? null : (
                      <>
                        , <bdi>{allergy.reaction}</bdi>
                      </>
                    )}
                    {allergy.severity == null ? null : <> ({t(`allergySeverity.${allergy.severity}`)})</>}
                  </li>
                ))}
              </ul>
            ) : (
              <AllergyLine state={state} allergies={[]} />
            )}
            <p className={classes.aside}>
              {t('allergies.stateBy', {
                name: state_by?.full_name ?? t('chart.unknownPerson'),
                time: state_at == null ? t('alert.timeUnknown') : formatMoment(state_at, zone, now),
              })}
            </p>
          </>
        );
      }}
    </QueryState>
  );
}

export function ConditionSummary({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  return (
    <QueryState query={useConditions(patientId)}>
      {(conditions) => {
        const now = conditions.filter((one) => one.status === 'active' && one.ended_on == null);
        if (now.length === 0) return <p className={classes.aside}>{t('conditions.noneNow')}</p>;
        return (
          <ul className={classes.list}>
            {now.map((one) => (
              <li key={one.id}>
                <bdi>{one.description}</bdi>
                {one.started_on == null ? null : (
                  <span className={classes.aside}>
                    {' '}
                    {t('conditions.since', { date: formatPlainDate(one.started_on) })}
                  </span>
                )}
              </li>
            ))}
          </ul>
        );
      }}
    </QueryState>
  );
}

export function ContactSummary({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  return (
    <QueryState query={useContacts(patientId)}>
      {(contacts) =>
        contacts.length === 0 ? (
          <p className={classes.aside}>{t('contacts.none')}</p>
        ) : (
          <ul className={classes.list}>
            {[...contacts]
              .sort((a, b) => Number(b.is_primary) - Number(a.is_primary))
              .slice(0, 3)
              .map((contact) => (
                <li key={contact.id}>
                  <strong>
                    <bdi>{contact.name}</bdi>
                  </strong>
                  , <bdi>{contact.relationship}</bdi>, <bdi className="unbroken">{contact.contact}</bdi>
                </li>
              ))}
          </ul>
        )
      }
    </QueryState>
  );
}

export function ObservationSummary({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  return (
    <QueryState query={useTimeline(patientId, 'observation_set', 1)}>
      {(data) => {
        const latest = data.pages[0]?.entries[0];
        if (latest === undefined) return <p className={classes.aside}>{t('chart.noObservations')}</p>;
        return (
          <p>
            <strong>{latest.detail ?? latest.title}</strong>{' '}
            <span className={classes.aside}>
              {formatMoment(latest.at, zone, now)}
              {latest.by == null ? '' : `, ${latest.by}`}
            </span>
          </p>
        );
      }}
    </QueryState>
  );
}

export function Recent({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  return (
    <QueryState query={useTimeline(patientId, null, 20)}>
      {(data) => {
        const entries = data.pages.flatMap((page) => page.entries).slice(0, 20);
        return entries.length === 0 ? (
          <p className={classes.aside}>{t('timeline.none')}</p>
        ) : (
          <TimelineList entries={entries} />
        );
      }}
    </QueryState>
  );
}
