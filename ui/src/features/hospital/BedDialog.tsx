import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import type { Bed, BedUpdate, HospitalRecord } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { ConflictNotice, type ConflictRow } from '../../design/ConflictNotice.tsx';
import { Notice } from '../../design/Notice.tsx';
import { capabilityWord } from '../bed/capability.ts';
import { type BedDraft, SERVICE_STATES, changeOf, draftOf } from './bed-form.ts';
import { CapabilityTicks } from './CapabilityTicks.tsx';
import classes from './dialogs.module.css';
import { SetupDialog } from './SetupDialog.tsx';
import { standing } from './standing.ts';
import { useSetupWrite } from './use-setup-write.ts';

interface BedDialogProps {
  readonly hospital: HospitalRecord;
  readonly bed: Bed;
  readonly onClose: () => void;
  readonly onRemove: () => void;
}

/** Renames a bed, says what it has, closes and reopens it. An occupied bed stays in service, and it says why. */
export function BedDialog({ hospital, bed, onClose, onRemove }: BedDialogProps) {
  const { t } = useTranslation();
  const [base, setBase] = useState(bed);
  const [draft, setDraft] = useState<BedDraft>(() => draftOf(bed));
  const [tried, setTried] = useState(false);
  const set = (change: Partial<BedDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
  };
  const isOccupied = base.state === 'occupied';
  const noLabel = draft.label.trim() === '';
  const noReason = draft.service === 'closed' && draft.reason.trim() === '';
  const change = changeOf(base, draft);
  const saving = useSetupWrite({
    send: (wanted: BedUpdate) =>
      body(
        api.PATCH('/hospitals/{hospital_name}/beds/{id}', {
          params: { path: { hospital_name: hospital.id, id: base.id } },
          body: wanted,
        }),
      ),
    done: (saved) => t('hospital.done.saved', { name: t('ward.bed', { bed: saved.label }) }),
  });
  const found = standing<Bed>(saving.error, 'label');
  // A refusal for another reason (occupied, reserved) also shows the bed; only another version is a conflict.
  const now = found === null || found.version === base.version ? null : found;
  const goOnFrom = (current: Bed, next: BedDraft) => {
    setBase(current);
    setDraft(next);
    saving.reset();
  };
  const has = (names: readonly string[]) => names.map((name) => capabilityWord(name, t)).join(', ');
  const rows = (theirs: BedDraft): readonly ConflictRow[] =>
    [
      { field: t('hospital.column.bed'), theirs: theirs.label, mine: draft.label },
      { field: t('hospital.column.bay'), theirs: theirs.bay, mine: draft.bay },
      { field: t('hospital.column.has'), theirs: has(theirs.capabilities), mine: has(draft.capabilities) },
      {
        field: t('hospital.service'),
        theirs: t(`hospital.serviceState.${theirs.service}`),
        mine: t(`hospital.serviceState.${draft.service}`),
      },
      { field: t('hospital.reason'), theirs: theirs.reason, mine: draft.reason },
    ].filter((row) => row.theirs !== row.mine);
  return (
    <SetupDialog
      title={t('hospital.bedTitle', { bed: bed.label, ward: bed.ward_name })}
      action={t('hospital.save')}
      size={560}
      busy={saving.isPending}
      off={now !== null || change === null}
      error={saving.error}
      conflict={() =>
        now === null ? null : (
          <ConflictNotice
            rows={rows(draftOf(now))}
            onTakeTheirs={() => {
              goOnFrom(now, draftOf(now));
            }}
            onKeepMine={() => {
              goOnFrom(now, draft);
            }}
          />
        )
      }
      onConfirm={() => {
        setTried(true);
        if (!noLabel && !noReason && change !== null) saving.mutate(change, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <div className={classes.pair}>
        <TextInput
          label={t('hospital.column.bed')}
          value={draft.label}
          autoComplete="off"
          maxLength={20}
          data-autofocus
          error={tried && noLabel ? t('hospital.fault.required') : undefined}
          onChange={(event) => {
            set({ label: event.currentTarget.value });
          }}
        />
        <TextInput
          label={t('hospital.column.bay')}
          value={draft.bay}
          autoComplete="off"
          maxLength={100}
          onChange={(event) => {
            set({ bay: event.currentTarget.value });
          }}
        />
      </div>
      <CapabilityTicks
        value={draft.capabilities}
        onChange={(capabilities) => {
          set({ capabilities });
        }}
      />
      <fieldset className={classes.group}>
        <legend className={classes.legend}>{t('hospital.service')}</legend>
        <div className={classes.ticks}>
          {SERVICE_STATES.map((service) => (
            <label
              key={service}
              className={classes.tick}
              data-off={(isOccupied && service !== 'in_service') || undefined}
            >
              <input
                type="radio"
                name="service"
                checked={draft.service === service}
                disabled={isOccupied && service !== 'in_service'}
                onChange={() => {
                  set({ service });
                }}
              />
              {t(`hospital.serviceState.${service}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {draft.service === 'closed' ? (
        <TextInput
          label={t('hospital.reason')}
          value={draft.reason}
          autoComplete="off"
          maxLength={200}
          placeholder={t('hospital.reasonHint')}
          error={tried && noReason ? t('hospital.fault.reason') : undefined}
          onChange={(event) => {
            set({ reason: event.currentTarget.value });
          }}
        />
      ) : null}
      {isOccupied ? (
        <Notice tone="note">{t('hospital.bedOccupied')}</Notice>
      ) : (
        <div>
          <Button size="small" onClick={onRemove}>
            {t('hospital.takeOut')}
          </Button>
        </div>
      )}
    </SetupDialog>
  );
}
