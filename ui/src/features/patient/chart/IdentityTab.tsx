import { useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.ts';
import { problemOf } from '../../../api/problem.ts';
import type { PatientRecord } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { ConflictNotice } from '../../../design/ConflictNotice.tsx';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { serverNowMs } from '../../../lib/time/clock.ts';
import { dateIn } from '../../../lib/time/plain-date.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { useLinkStatus } from '../../workstation/live-link.ts';
import { LeaveGuard } from '../LeaveGuard.tsx';
import { nameText } from '../PatientName.tsx';
import form from '../register/register.module.css';
import classes from './ChartScreen.module.css';
import {
  changedFields,
  draftOf,
  faultOf,
  IDENTITY_FIELDS,
  type IdentityDraft,
  type IdentityField,
  merged,
  recordIn,
  shownAs,
  toUpdate,
} from './identity-draft.ts';
import { IdentityFields } from './IdentityFields.tsx';
import { useChartWrite } from './use-chart-write.ts';
import { WriteProblem } from './WriteProblem.tsx';

/** Name, birth date, address, insurance. Somebody else's change in between is shown and merged, never written over. */
export function IdentityTab({ record }: { readonly record: PatientRecord }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const today = dateIn(useZone(), serverNowMs());
  const link = useLinkStatus();
  /** What the draft began from: its version is what the server compares. */
  const [base, setBase] = useState(record);
  const [draft, setDraft] = useState(() => draftOf(record));
  const [theirs, setTheirs] = useState<PatientRecord | null>(null);
  const [tried, setTried] = useState(false);
  const unsaved = useRef(false);
  const start = draftOf(base);
  const mine = changedFields(draft, start);
  const put = (next: IdentityDraft, from: PatientRecord) => {
    setDraft(next);
    setBase(from);
    unsaved.current = changedFields(next, draftOf(from)).length > 0;
  };

  const write = useChartWrite({
    done: t('identity.saved', { name: nameText(record) }),
    send: () =>
      body(
        api.PUT('/patients/{patient_id}', {
          params: { path: { patient_id: record.id } },
          body: toUpdate(draft, base),
        }),
      ),
    onDone: (saved) => {
      setTried(false);
      put(draftOf(saved), saved);
    },
  });
  const problem = write.isError ? problemOf(write.error) : null;
  const faults = new Map<IdentityField, string>();
  for (const field of IDENTITY_FIELDS) {
    const own = faultOf(draft, field, today);
    const said = problem?.fields.find(
      (fault) => fault.field === field || fault.field === `address.${field}`,
    )?.message;
    if (own !== null && (tried || field === 'date_of_birth')) faults.set(field, t(`register.fault.${own}`));
    else if (said !== undefined) faults.set(field, said);
  }
  const canSave =
    record.may_write && mine.length > 0 && theirs === null && !write.isPending && link.state !== 'lost';
  const save = () => {
    setTried(true);
    if (!canSave || IDENTITY_FIELDS.some((field) => faultOf(draft, field, today) !== null)) return;
    write.mutate(undefined, {
      onError: (error) => {
        const refusal = problemOf(error);
        if (refusal.status !== 409) return;
        const current = recordIn(refusal.current);
        if (current !== null) setTheirs(current);
        else
          void client
            .query({
              queryKey: ['patient', record.id],
              queryFn: () =>
                body(api.GET('/patients/{patient_id}', { params: { path: { patient_id: record.id } } })),
              staleTime: 0,
            })
            .then(setTheirs, () => undefined); // The refusal stays on the screen; saving again asks again.
      },
    });
  };
  useKeys({
    'Ctrl Enter': () => {
      save();
      return true;
    },
  });
  const now = theirs === null ? null : draftOf(theirs);
  return (
    <div className={classes.page}>
      <LeaveGuard isUnsaved={() => unsaved.current} />
      <div className={classes.body}>
        {theirs === null || now === null ? (
          problem?.status === 409 || (problem?.fields.length ?? 0) === 0 ? (
            <WriteProblem error={write.error} />
          ) : null
        ) : (
          <ConflictNotice
            rows={IDENTITY_FIELDS.filter((field) => now[field] !== draft[field]).map((field) => ({
              field: t(`identity.field.${field}`),
              theirs: shownAs(field, now[field], t),
              // What I left alone is not my entry: keeping mine takes theirs there.
              mine: mine.includes(field) ? shownAs(field, draft[field], t) : t('conflict.untouched'),
            }))}
            onTakeTheirs={() => {
              put(now, theirs);
              setTheirs(null);
              write.reset();
            }}
            onKeepMine={() => {
              put(merged(draft, start, now), theirs);
              setTheirs(null);
              write.reset();
            }}
          />
        )}
        <IdentityFields
          draft={draft}
          faults={faults}
          readOnly={!record.may_write}
          wasEstimated={base.date_of_birth_is_estimated}
          formerNames={record.former_names}
          onChange={(field, value) => {
            put({ ...draft, [field]: value }, base);
          }}
        />
      </div>
      {record.may_write ? (
        <div className={form.foot}>
          <Button tone="primary" size="large" keys="Ctrl Enter" disabled={!canSave} onClick={save}>
            {t('identity.save')}
          </Button>
          <Button
            size="large"
            disabled={mine.length === 0}
            onClick={() => {
              put(start, base);
              write.reset();
              setTheirs(null);
            }}
          >
            {t('identity.undo')}
          </Button>
          <span className={form.why} role="status">
            {link.state === 'lost'
              ? t('register.linkLost')
              : mine.length === 0
                ? t('identity.nothing')
                : t('identity.changed', { count: mine.length })}
          </span>
        </div>
      ) : null}
    </div>
  );
}
