import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.ts';
import { useCreationKey } from '../../api/creation-key.ts';
import type { HospitalRecord, Ward } from '../../api/types.ts';
import { Chip } from '../../design/Chip.tsx';
import { MOST_BEDS, labelsOf } from './bed-labels.ts';
import { CapabilityTicks } from './CapabilityTicks.tsx';
import classes from './dialogs.module.css';
import { SetupDialog } from './SetupDialog.tsx';
import { useSetupWrite } from './use-setup-write.ts';

interface AddBedsDialogProps {
  readonly hospital: HospitalRecord;
  readonly ward: Ward;
  /** Labels the ward has already. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** Adds any number of beds at once. Every label stands there before it is saved. */
export function AddBedsDialog({ hospital, ward, taken, onClose }: AddBedsDialogProps) {
  const { t } = useTranslation();
  const key = useCreationKey();
  const [text, setText] = useState('');
  const [bay, setBay] = useState('');
  const [capabilities, setCapabilities] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const read = labelsOf(text);
  const labels = 'labels' in read ? read.labels : [];
  const known = labels.filter((label) => taken.includes(label));
  const adding = useSetupWrite({
    send: (wanted: readonly string[]) =>
      body(
        api.POST('/hospitals/{hospital_name}/wards/{id}/beds', {
          params: {
            path: { hospital_name: hospital.id, id: ward.id },
            header: { 'Idempotency-Key': key },
          },
          body: {
            beds: wanted.map((label) => ({
              label,
              bay: bay.trim() === '' ? null : bay.trim(),
              capabilities: [...capabilities],
            })),
          },
        }),
      ),
    done: (beds) => t('hospital.done.bedsAdded', { count: beds.length, ward: ward.name }),
  });
  const fault =
    'fault' in read
      ? t(`hospital.labels.${read.fault}`, { part: read.part, most: MOST_BEDS })
      : known.length > 0
        ? t('hospital.labels.known', { labels: known.join(', ') })
        : null;
  const isShown = fault !== null && (tried || ('fault' in read ? read.fault !== 'empty' : true));
  return (
    <SetupDialog
      title={t('hospital.addBedsTitle', { ward: ward.name })}
      action={
        labels.length === 0 ? t('hospital.addBeds') : t('hospital.addBedsAction', { count: labels.length })
      }
      size={600}
      busy={adding.isPending}
      error={adding.error}
      onConfirm={() => {
        setTried(true);
        if (fault === null) adding.mutate(labels, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <div className={classes.pair}>
        <TextInput
          label={t('hospital.labelsField')}
          description={t('hospital.labelsHint')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          error={isShown ? fault : undefined}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t('hospital.column.bay')}
          description={t('hospital.bayHint')}
          value={bay}
          autoComplete="off"
          maxLength={100}
          onChange={(event) => {
            setBay(event.currentTarget.value);
          }}
        />
      </div>
      {labels.length === 0 ? null : (
        <div className={classes.preview} role="group" aria-label={t('hospital.preview')}>
          {labels.map((label) => (
            <Chip key={label} tone={known.includes(label) ? 'outlined' : 'note'}>
              {label}
            </Chip>
          ))}
        </div>
      )}
      <CapabilityTicks value={capabilities} onChange={setCapabilities} />
    </SetupDialog>
  );
}
