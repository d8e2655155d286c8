import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { useCreationKey } from '../../api/creation-key.ts';
import type { Department, HospitalRecord } from '../../api/types.ts';
import { ConflictNotice } from '../../design/ConflictNotice.tsx';
import { SetupDialog } from './SetupDialog.tsx';
import { standing } from './standing.ts';
import { useSetupWrite } from './use-setup-write.ts';

interface DepartmentDialogProps {
  readonly hospital: HospitalRecord;
  /** Null to add one. */
  readonly department: Department | null;
  readonly onClose: () => void;
}

export function DepartmentDialog({ hospital, department, onClose }: DepartmentDialogProps) {
  const { t } = useTranslation();
  const key = useCreationKey();
  const [base, setBase] = useState(department);
  const [name, setName] = useState(department?.name ?? '');
  const [tried, setTried] = useState(false);
  const isMissing = name.trim() === '';
  const saving = useSetupWrite({
    send: (wanted: string) =>
      base === null
        ? body(
            api.POST('/hospitals/{hospital_name}/departments', {
              params: { path: { hospital_name: hospital.id }, header: { 'Idempotency-Key': key } },
              body: { name: wanted },
            }),
          )
        : body(
            api.PUT('/hospitals/{hospital_name}/departments/{id}', {
              params: { path: { hospital_name: hospital.id, id: base.id } },
              body: { name: wanted, version: base.version },
            }),
          ),
    done: (saved) => t(base === null ? 'hospital.done.added' : 'hospital.done.saved', { name: saved.name }),
  });
  const now = standing<Department>(saving.error, 'ward_count', base, department);
  const goOnFrom = (current: Department, next: string) => {
    setBase(current);
    setName(next);
    saving.reset();
  };
  return (
    <SetupDialog
      title={
        department === null
          ? t('hospital.addDepartment')
          : t('hospital.renameTitle', { name: department.name })
      }
      action={t(department === null ? 'hospital.addAction' : 'hospital.save')}
      busy={saving.isPending}
      off={now !== null}
      error={saving.error}
      conflict={() =>
        now === null ? null : (
          <ConflictNotice
            rows={[{ field: t('hospital.column.name'), theirs: now.name, mine: name }]}
            onTakeTheirs={() => {
              goOnFrom(now, now.name);
            }}
            onKeepMine={() => {
              goOnFrom(now, name);
            }}
          />
        )
      }
      onConfirm={() => {
        setTried(true);
        if (!isMissing) saving.mutate(name.trim(), { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <TextInput
        label={t('hospital.column.name')}
        value={name}
        autoComplete="off"
        maxLength={200}
        data-autofocus
        error={tried && isMissing ? t('hospital.fault.required') : undefined}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
    </SetupDialog>
  );
}
