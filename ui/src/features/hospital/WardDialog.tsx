import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { useCreationKey } from '../../api/creation-key.ts';
import type { HospitalRecord, Ward, WardCreate, WardKind } from '../../api/types.ts';
import { ConflictNotice, type ConflictRow } from '../../design/ConflictNotice.tsx';
import classes from './dialogs.module.css';
import { useDepartments } from './hospital-queries.ts';
import { SetupDialog } from './SetupDialog.tsx';
import { standing } from './standing.ts';
import { useSetupWrite } from './use-setup-write.ts';

interface WardDialogProps {
  readonly hospital: HospitalRecord;
  /** Null to add one. */
  readonly ward: Ward | null;
  readonly onClose: () => void;
  readonly onSaved?: (ward: Ward) => void;
}

interface WardDraft {
  readonly name: string;
  readonly kind: WardKind;
  readonly departmentId: string;
}

const KINDS: readonly WardKind[] = [
  'inpatient',
  'intensive_care',
  'maternity',
  'paediatric',
  'emergency',
  'day',
];

function draftOf(ward: Ward): WardDraft {
  return { name: ward.name, kind: ward.kind, departmentId: ward.department_id ?? '' };
}

/** A ward: its name, what kind of care it gives, and the department it belongs to. */
export function WardDialog({ hospital, ward, onClose, onSaved }: WardDialogProps) {
  const { t } = useTranslation();
  const key = useCreationKey();
  const departments = useDepartments(hospital.id);
  const [base, setBase] = useState(ward);
  const [draft, setDraft] = useState<WardDraft>(() =>
    ward === null ? { name: '', kind: 'inpatient', departmentId: '' } : draftOf(ward),
  );
  const [tried, setTried] = useState(false);
  const isMissing = draft.name.trim() === '';
  const saving = useSetupWrite({
    send: (wanted: WardCreate) =>
      base === null
        ? body(
            api.POST('/hospitals/{hospital_name}/wards', {
              params: { path: { hospital_name: hospital.id }, header: { 'Idempotency-Key': key } },
              body: wanted,
            }),
          )
        : body(
            api.PUT('/hospitals/{hospital_name}/wards/{id}', {
              params: { path: { hospital_name: hospital.id, id: base.id } },
              body: { ...wanted, version: base.version },
            }),
          ),
    done: (saved) => t(base === null ? 'hospital.done.added' : 'hospital.done.saved', { name: saved.name }),
  });
  const now = standing<Ward>(saving.error, 'bed_count', base, ward);
  const goOnFrom = (current: Ward, next: WardDraft) => {
    setBase(current);
    setDraft(next);
    saving.reset();
  };
  const departmentName = (id: string) =>
    departments.data?.find((department) => department.id === id)?.name ?? '';
  const rows = (theirs: WardDraft): readonly ConflictRow[] =>
    [
      { field: t('hospital.column.name'), theirs: theirs.name, mine: draft.name },
      {
        field: t('hospital.column.kind'),
        theirs: t(`hospital.wardKind.${theirs.kind}`),
        mine: t(`hospital.wardKind.${draft.kind}`),
      },
      {
        field: t('hospital.column.department'),
        theirs: departmentName(theirs.departmentId),
        mine: departmentName(draft.departmentId),
      },
    ].filter((row) => row.theirs !== row.mine);
  return (
    <SetupDialog
      title={ward === null ? t('hospital.addWard') : t('hospital.editTitle', { name: ward.name })}
      action={t(ward === null ? 'hospital.addAction' : 'hospital.save')}
      busy={saving.isPending}
      off={now !== null}
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
        if (isMissing) return;
        saving.mutate(
          {
            name: draft.name.trim(),
            kind: draft.kind,
            department_id: draft.departmentId === '' ? null : draft.departmentId,
          },
          {
            onSuccess: (saved) => {
              onClose();
              onSaved?.(saved);
            },
          },
        );
      }}
      onClose={onClose}
    >
      <TextInput
        label={t('hospital.column.name')}
        value={draft.name}
        autoComplete="off"
        maxLength={200}
        data-autofocus
        error={tried && isMissing ? t('hospital.fault.required') : undefined}
        onChange={(event) => {
          setDraft({ ...draft, name: event.currentTarget.value });
        }}
      />
      <div className={classes.pair}>
        <NativeSelect
          label={t('hospital.column.kind')}
          value={draft.kind}
          data={KINDS.map((kind) => ({ value: kind, label: t(`hospital.wardKind.${kind}`) }))}
          onChange={(event) => {
            setDraft({ ...draft, kind: event.currentTarget.value as WardKind });
          }}
        />
        <NativeSelect
          label={t('hospital.column.department')}
          value={draft.departmentId}
          data={[
            { value: '', label: t('hospital.noDepartment') },
            ...(departments.data ?? []).map((department) => ({
              value: department.id,
              label: department.name,
            })),
          ]}
          onChange={(event) => {
            setDraft({ ...draft, departmentId: event.currentTarget.value });
          }}
        />
      </div>
    </SetupDialog>
  );
}
