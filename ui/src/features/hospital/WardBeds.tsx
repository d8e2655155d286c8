import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import type { Bed, HospitalRecord, Ward } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Card } from '../../design/Card.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { AddBedsDialog } from './AddBedsDialog.tsx';
import { BedDialog } from './BedDialog.tsx';
import { BedTable } from './BedTable.tsx';
import { useWardBeds } from './hospital-queries.ts';
import { RemoveBedDialog } from './RemoveBedDialog.tsx';
import { useSetupWrite } from './use-setup-write.ts';
import { WardDialog } from './WardDialog.tsx';

interface WardBedsProps {
  readonly hospital: HospitalRecord;
  readonly ward: Ward;
  readonly disabled: boolean;
}

type Open = 'add' | 'ward' | 'removeWard' | null;

/** The beds of one ward, and what can be done to the ward itself. */
export function WardBeds({ hospital, ward, disabled }: WardBedsProps) {
  const { t } = useTranslation();
  const query = useWardBeds(hospital.id, ward.id);
  const [open, setOpen] = useState<Open>(null);
  const [changing, setChanging] = useState<Bed | null>(null);
  const [removing, setRemoving] = useState<Bed | null>(null);
  const close = () => {
    setOpen(null);
  };
  useScreenKeys(
    {
      B: () => {
        if (!disabled) setOpen('add');
        return true;
      },
    },
    open === null && changing === null && removing === null,
  );
  const beds = query.data ?? [];
  return (
    <Card
      title={ward.name}
      note={t('hospital.bedCount', { count: ward.bed_count })}
      actions={
        <>
          <Button
            disabled={disabled}
            onClick={() => {
              setOpen('ward');
            }}
          >
            {t('hospital.editWard')}
          </Button>
          <Button
            disabled={disabled}
            onClick={() => {
              setOpen('removeWard');
            }}
          >
            {t('hospital.removeWard')}
          </Button>
          <Button
            tone="primary"
            icon="plus"
            keys="B"
            disabled={disabled}
            onClick={() => {
              setOpen('add');
            }}
          >
            {t('hospital.addBeds')}
          </Button>
        </>
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
      {query.data?.length === 0 ? <Placeholder kind="empty" text={t('hospital.noBeds')} /> : null}
      {beds.length === 0 ? null : <BedTable beds={beds} disabled={disabled} onChange={setChanging} />}
      {open === 'add' ? (
        <AddBedsDialog hospital={hospital} ward={ward} taken={beds.map((bed) => bed.label)} onClose={close} />
      ) : null}
      {open === 'ward' ? <WardDialog hospital={hospital} ward={ward} onClose={close} /> : null}
      {open === 'removeWard' ? <RemoveWardDialog hospital={hospital} ward={ward} onClose={close} /> : null}
      {changing === null ? null : (
        <BedDialog
          key={changing.id}
          hospital={hospital}
          bed={changing}
          onClose={() => {
            setChanging(null);
          }}
          onRemove={() => {
            setChanging(null);
            setRemoving(changing);
          }}
        />
      )}
      {removing === null ? null : (
        <RemoveBedDialog
          hospital={hospital}
          bed={removing}
          onClose={() => {
            setRemoving(null);
          }}
        />
      )}
    </Card>
  );
}

interface RemoveWardDialogProps {
  readonly hospital: HospitalRecord;
  readonly ward: Ward;
  readonly onClose: () => void;
}

function RemoveWardDialog({ hospital, ward, onClose }: RemoveWardDialogProps) {
  const { t } = useTranslation();
  const removing = useSetupWrite({
    send: (one: Ward) =>
      api.DELETE('/hospitals/{hospital_name}/wards/{id}', {
        params: { path: { hospital_name: hospital.id, id: one.id } },
      }),
    done: (_answer, one) => t('hospital.done.removed', { name: one.name }),
  });
  return (
    <ConfirmDialog
      title={t('hospital.removeTitle', { name: ward.name })}
      action={t('hospital.removeNamed', { name: ward.name })}
      busy={removing.isPending}
      error={removing.error}
      onClose={onClose}
      onConfirm={() => {
        removing.mutate(ward, { onSuccess: onClose });
      }}
    >
      <p>{t('hospital.removeWardText', { count: ward.bed_count })}</p>
      {ward.occupied === 0 ? null : (
        <p>
          <strong>{t('hospital.wardOccupied', { count: ward.occupied })}</strong>
        </p>
      )}
    </ConfirmDialog>
  );
}
