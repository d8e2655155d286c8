import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Allergies, Allergy, PatientRecord } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import table from '../../../design/table.module.css';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { useMe } from '../../session/me.ts';
import { AllergyLine } from '../AllergyLine.tsx';
import { AddAllergyDialog } from './AddAllergyDialog.tsx';
import { AllergyStateDialog } from './AllergyStateDialog.tsx';
import { useAllergies } from './chart-queries.ts';
import classes from './ChartScreen.module.css';
import { EndAllergyDialog } from './EndAllergyDialog.tsx';
import { QueryState } from './QueryState.tsx';

type Open =
  | { readonly what: 'add' | 'state' }
  | { readonly what: 'refuted' | 'entered_in_error'; readonly allergy: Allergy };

/** What is known about allergies, who said so and when; entries are refuted with a reason and never deleted. */
export function AllergiesTab({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const query = useAllergies(record.id);
  const mayWrite = useMe().permissions.includes('allergy_write') && record.may_write_clinical;
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => {
    setOpen(null);
  };
  return (
    <div className={classes.body}>
      <div className={classes.head}>
        <h2>{t('allergies.title')}</h2>
        <span className={classes.spring} />
        {mayWrite && query.data !== undefined ? (
          <>
            <Button
              onClick={() => {
                setOpen({ what: 'state' });
              }}
            >
              {t('allergies.changeState')}
            </Button>
            <Button
              tone="primary"
              icon="plus"
              onClick={() => {
                setOpen({ what: 'add' });
              }}
            >
              {t('allergies.add')}
            </Button>
          </>
        ) : null}
      </div>
      <QueryState query={query}>
        {(allergies) => (
          <>
            <State allergies={allergies} />
            {allergies.allergies.length === 0 ? null : (
              <List allergies={allergies.allergies} mayWrite={mayWrite} onOpen={setOpen} />
            )}
            {open?.what === 'add' ? (
              <AddAllergyDialog record={record} allergies={allergies} onClose={close} />
            ) : null}
            {open?.what === 'state' ? (
              <AllergyStateDialog record={record} allergies={allergies} onClose={close} />
            ) : null}
            {open?.what === 'refuted' || open?.what === 'entered_in_error' ? (
              <EndAllergyDialog
                record={record}
                allergies={allergies}
                allergy={open.allergy}
                as={open.what}
                onClose={close}
              />
            ) : null}
          </>
        )}
      </QueryState>
      {query.isError && query.data === undefined ? <p>{t('allergies.neverNone')}</p> : null}
    </div>
  );
}

function State({ allergies }: { readonly allergies: Allergies }) {
  const { t } = useTranslation();
  const zone = useZone();
  const active = allergies.allergies.filter((one) => one.status === 'active').map((one) => one.substance);
  return (
    <div className={classes.head}>
      <AllergyLine state={allergies.state} allergies={active} />
      <span className={classes.aside}>
        {t('allergies.stateBy', {
          name: allergies.state_by?.full_name ?? t('chart.unknownPerson'),
          time:
            allergies.state_at == null
              ? t('alert.timeUnknown')
              : `${formatDate(allergies.state_at, zone)} ${formatTime(allergies.state_at, zone)}`,
        })}
      </span>
    </div>
  );
}

interface ListProps {
  readonly allergies: readonly Allergy[];
  readonly mayWrite: boolean;
  readonly onOpen: (open: Open) => void;
}

function List({ allergies, mayWrite, onOpen }: ListProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const rank = (one: Allergy) => (one.status === 'active' ? 0 : 1);
  return (
    <div className={table.panel}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{t('allergies.substance')}</th>
            <th>{t('allergies.reaction')}</th>
            <th>{t('allergies.severity')}</th>
            <th>{t('allergies.category')}</th>
            <th>{t('conditions.recorded')}</th>
            <th>
              <span className="visually-hidden">{t('conditions.action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...allergies]
            .sort((a, b) => rank(a) - rank(b))
            .map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <bdi className={one.status === 'active' ? undefined : classes.error}>{one.substance}</bdi>
                  {one.status === 'active' ? null : (
                    <div className={table.aside}>
                      {t(one.status === 'refuted' ? 'allergies.refutedBecause' : 'chart.inError', {
                        reason: one.status_reason ?? '–',
                      })}
                    </div>
                  )}
                </th>
                <td>
                  <bdi>{one.reaction ?? '–'}</bdi>
                </td>
                <td>
                  {one.severity == null
                    ? t('allergies.severityUnknown')
                    : t(`allergySeverity.${one.severity}`)}
                </td>
                <td>{one.category == null ? '–' : t(`allergyCategory.${one.category}`)}</td>
                <td className={table.aside}>
                  <bdi>{one.recorded_by?.full_name ?? t('chart.unknownPerson')}</bdi>,{' '}
                  <span className="unbroken">{formatDate(one.recorded_at, zone)}</span>
                </td>
                <td className={table.act}>
                  {mayWrite && one.status === 'active' ? (
                    <span className={table.acts}>
                      {(['refuted', 'entered_in_error'] as const).map((what) => (
                        <Button
                          key={what}
                          size="small"
                          aria-label={`${t(`allergies.act.${what}`)}: ${one.substance}`}
                          onClick={() => {
                            onOpen({ what, allergy: one });
                          }}
                        >
                          {t(`allergies.act.${what}`)}
                        </Button>
                      ))}
                    </span>
                  ) : null}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
