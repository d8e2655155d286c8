import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition, PatientRecord } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import table from '../../../design/table.module.css';
import { formatDate, formatPlainDate } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { useConditions } from './chart-queries.ts';
import classes from './ChartScreen.module.css';
import { ConditionDialog } from './ConditionDialog.tsx';
import { ConditionErrorDialog } from './ConditionErrorDialog.tsx';
import { QueryState } from './QueryState.tsx';

type Open =
  { readonly what: 'add' } | { readonly what: 'edit' | 'end' | 'error'; readonly condition: Condition };

/** What the patient has and had; what was entered in error stays readable as such. */
export function ConditionsTab({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const query = useConditions(record.id);
  const close = () => {
    setOpen(null);
  };
  return (
    <div className={classes.body}>
      <div className={classes.head}>
        <h2>{t('chart.tab.conditions')}</h2>
        <span className={classes.spring} />
        {record.may_write_clinical ? (
          <Button
            tone="primary"
            icon="plus"
            onClick={() => {
              setOpen({ what: 'add' });
            }}
          >
            {t('conditions.add')}
          </Button>
        ) : null}
      </div>
      <QueryState query={query}>
        {(conditions) =>
          conditions.length === 0 ? (
            <Placeholder kind="empty" text={t('conditions.none')} />
          ) : (
            <Conditions conditions={conditions} mayWrite={record.may_write_clinical} onOpen={setOpen} />
          )
        }
      </QueryState>
      {open === null ? null : open.what === 'error' ? (
        <ConditionErrorDialog record={record} condition={open.condition} onClose={close} />
      ) : (
        <ConditionDialog
          record={record}
          condition={open.what === 'add' ? null : open.condition}
          ending={open.what === 'end'}
          onClose={close}
        />
      )}
    </div>
  );
}

interface ConditionsProps {
  readonly conditions: readonly Condition[];
  readonly mayWrite: boolean;
  readonly onOpen: (open: Open) => void;
}

function Conditions({ conditions, mayWrite, onOpen }: ConditionsProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const rank = (one: Condition) => (one.status === 'active' ? (one.ended_on == null ? 0 : 1) : 2);
  return (
    <div className={table.panel}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{t('conditions.description')}</th>
            <th>{t('conditions.code')}</th>
            <th>{t('conditions.from')}</th>
            <th>{t('conditions.to')}</th>
            <th>{t('conditions.recorded')}</th>
            <th>
              <span className="visually-hidden">{t('conditions.action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...conditions]
            .sort((a, b) => rank(a) - rank(b))
            .map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <bdi className={one.status === 'active' ? undefined : classes.error}>{one.description}</bdi>
                  {one.status === 'active' ? null : (
                    <div className={table.aside}>
                      {t('chart.inError', { reason: one.error_reason ?? '–' })}
                    </div>
                  )}
                </th>
                <td className="code">{one.icd10_code ?? '–'}</td>
                <td className="unbroken">{one.started_on == null ? '–' : formatPlainDate(one.started_on)}</td>
                <td className="unbroken">
                  {one.ended_on == null ? t('conditions.goesOn') : formatPlainDate(one.ended_on)}
                </td>
                <td className={table.aside}>
                  <bdi>{one.recorded_by?.full_name ?? t('chart.unknownPerson')}</bdi>,{' '}
                  <span className="unbroken">{formatDate(one.recorded_at, zone)}</span>
                </td>
                <td className={table.act}>
                  {mayWrite && one.status === 'active' ? (
                    <span className={table.acts}>
                      <Act
                        name={one.description}
                        what="edit"
                        onClick={() => {
                          onOpen({ what: 'edit', condition: one });
                        }}
                      />
                      {one.ended_on == null ? (
                        <Act
                          name={one.description}
                          what="end"
                          onClick={() => {
                            onOpen({ what: 'end', condition: one });
                          }}
                        />
                      ) : null}
                      <Act
                        name={one.description}
                        what="error"
                        onClick={() => {
                          onOpen({ what: 'error', condition: one });
                        }}
                      />
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

interface ActProps {
  readonly name: string;
  readonly what: 'edit' | 'end' | 'error';
  readonly onClick: () => void;
}

function Act({ name, what, onClick }: ActProps) {
  const { t } = useTranslation();
  const words = t(`conditions.act.${what}`);
  return (
    <Button size="small" aria-label={`${words}: ${name}`} onClick={onClick}>
      {words}
    </Button>
  );
}
