import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import type { Department, HospitalRecord } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Card } from '../../design/Card.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import table from '../../design/table.module.css';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import { DepartmentDialog } from './DepartmentDialog.tsx';
import { useDepartments } from './hospital-queries.ts';
import classes from './WardSetup.module.css';
import { useSetupWrite } from './use-setup-write.ts';

/** Departments: what wards and doctors belong to. */
export function DepartmentList({ hospital }: { readonly hospital: HospitalRecord }) {
  const { t } = useTranslation();
  const query = useDepartments(hospital.id);
  const isLost = useLinkStatus().state === 'lost';
  const [editing, setEditing] = useState<Department | 'new' | null>(null);
  const [removing, setRemoving] = useState<Department | null>(null);
  useScreenKeys(
    {
      N: () => {
        if (!isLost) setEditing('new');
        return true;
      },
    },
    editing === null && removing === null,
  );
  const departments = query.data ?? [];
  return (
    <div className={classes.one}>
      <Card
        title={t('hospital.tab.departments')}
        actions={
          <Button
            icon="plus"
            keys="N"
            disabled={isLost}
            onClick={() => {
              setEditing('new');
            }}
          >
            {t('hospital.addDepartment')}
          </Button>
        }
      >
        {query.isPending ? <Placeholder kind="loading" /> : null}
        {query.isError ? (
          <Placeholder
            kind="error"
            text={errorWords(problemOf(query.error), t)}
            onRetry={() => void query.refetch()}
          />
        ) : null}
        {query.data?.length === 0 ? <Placeholder kind="empty" text={t('hospital.noDepartments')} /> : null}
        {departments.length === 0 ? null : (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('hospital.column.department')}</th>
                <th scope="col" className={table.number}>
                  {t('hospital.column.wards')}
                </th>
                <th aria-label={t('hospital.column.action')} />
              </tr>
            </thead>
            <tbody>
              {departments.map((department) => (
                <tr key={department.id}>
                  <th scope="row">
                    <bdi>{department.name}</bdi>
                  </th>
                  <td className={table.number}>{department.ward_count}</td>
                  <td className={table.act}>
                    <span className={table.acts}>
                      <Button
                        size="small"
                        disabled={isLost}
                        aria-label={t('hospital.renameNamed', { name: department.name })}
                        onClick={() => {
                          setEditing(department);
                        }}
                      >
                        {t('hospital.rename')}
                      </Button>
                      <Button
                        size="small"
                        disabled={isLost}
                        aria-label={t('hospital.removeNamed', { name: department.name })}
                        onClick={() => {
                          setRemoving(department);
                        }}
                      >
                        {t('hospital.remove')}
                      </Button>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
      {editing === null ? null : (
        <DepartmentDialog
          hospital={hospital}
          department={
            editing === 'new' ? null : (departments.find((one) => one.id === editing.id) ?? editing)
          }
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
      {removing === null ? null : (
        <RemoveDepartmentDialog
          hospital={hospital}
          department={removing}
          onClose={() => {
            setRemoving(null);
          }}
        />
      )}
    </div>
  );
}

interface RemoveDepartmentDialogProps {
  readonly hospital: HospitalRecord;
  readonly department: Department;
  readonly onClose: () => void;
}

function RemoveDepartmentDialog({ hospital, department, onClose }: RemoveDepartmentDialogProps) {
  const { t } = useTranslation();
  const removing = useSetupWrite({
    send: (one: Department) =>
      api.DELETE('/hospitals/{hospital_name}/departments/{id}', {
        params: { path: { hospital_name: hospital.id, id: one.id } },
      }),
    done: (_answer, one) => t('hospital.done.removed', { name: one.name }),
  });
  return (
    <ConfirmDialog
      title={t('hospital.removeTitle', { name: department.name })}
      action={t('hospital.removeNamed', { name: department.name })}
      busy={removing.isPending}
      error={removing.error}
      onClose={onClose}
      onConfirm={() => {
        removing.mutate(department, { onSuccess: onClose });
      }}
    >
      <p>{t('hospital.removeDepartmentText', { count: department.ward_count })}</p>
    </ConfirmDialog>
  );
}
