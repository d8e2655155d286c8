import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Allergies, AllergyState, PatientRecord } from '../../../api/types.ts';
import { Notice } from '../../../design/Notice.tsx';
import { ALLERGY_STATES } from '../allergy-values.ts';
import { nameText } from '../PatientName.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { StateChoice } from './StateChoice.tsx';
import { useAllergyWrite } from './use-allergy-write.ts';

interface AllergyStateDialogProps {
  readonly record: PatientRecord;
  readonly allergies: Allergies;
  readonly onClose: () => void;
}

/** Asked again: the state with today's name and time. Over a live list there is no other state than known. */
export function AllergyStateDialog({ record, allergies, onClose }: AllergyStateDialogProps) {
  const { t } = useTranslation();
  const live = allergies.allergies.filter((one) => one.status === 'active');
  const hasList = live.length > 0;
  const [state, setState] = useState<AllergyState>(allergies.state);
  const write = useAllergyWrite(record.id, t('allergies.saved', { name: nameText(record) }), onClose);
  return (
    <PatientDialog
      record={record}
      title={t('allergies.changeState')}
      action={t('chart.save')}
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        write.mutate({ version: allergies.version, state });
      }}
    >
      <StateChoice
        label={t('allergies.whatIsKnown')}
        states={hasList ? ALLERGY_STATES : ALLERGY_STATES.filter((one) => one !== 'known')}
        refused={hasList ? ALLERGY_STATES.filter((one) => one !== 'known') : []}
        value={state}
        isMissing={false}
        onChange={setState}
      />
      {hasList ? (
        <Notice tone="warn">
          {t('allergies.liveList', { list: live.map((one) => one.substance).join('; ') })}
        </Notice>
      ) : null}
    </PatientDialog>
  );
}
