import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Allergies, Allergy, AllergyState, PatientRecord } from '../../../api/types.ts';
import { ALLERGY_STATES } from '../allergy-values.ts';
import { nameText } from '../PatientName.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { ReasonField } from './ReasonField.tsx';
import { StateChoice } from './StateChoice.tsx';
import { useAllergyWrite } from './use-allergy-write.ts';

interface EndAllergyDialogProps {
  readonly record: PatientRecord;
  readonly allergies: Allergies;
  readonly allergy: Allergy;
  readonly as: 'refuted' | 'entered_in_error';
  readonly onClose: () => void;
}

/** Refutes an entry or takes it back as an error. After the last one, what is known now must be said. */
export function EndAllergyDialog({ record, allergies, allergy, as, onClose }: EndAllergyDialogProps) {
  const { t } = useTranslation();
  const isLast = allergies.allergies.every((one) => one.status !== 'active' || one.id === allergy.id);
  const [reason, setReason] = useState('');
  const [after, setAfter] = useState<AllergyState | null>(null);
  const [tried, setTried] = useState(false);
  const write = useAllergyWrite(record.id, t('allergies.saved', { name: nameText(record) }), onClose);
  const state = isLast ? after : 'known';
  return (
    <PatientDialog
      record={record}
      title={t(`allergies.endTitle.${as}`)}
      action={t(`allergies.act.${as}`)}
      grave
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (reason.trim() === '' || state === null) return;
        write.mutate({
          version: allergies.version,
          state,
          changes: [{ id: allergy.id, status: as, status_reason: reason.trim() }],
        });
      }}
    >
      <p>
        <strong>
          <bdi>{allergy.substance}</bdi>
        </strong>
      </p>
      <ReasonField value={reason} isMissing={tried && reason.trim() === ''} onChange={setReason} />
      {isLast ? (
        <StateChoice
          label={t('allergies.lastOne')}
          states={ALLERGY_STATES.filter((one) => one !== 'known')}
          value={after}
          isMissing={tried && after === null}
          onChange={setAfter}
        />
      ) : null}
    </PatientDialog>
  );
}
