import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Allergies, AllergyInput, PatientRecord } from '../../../api/types.ts';
import { ALLERGY_CATEGORIES, ALLERGY_SEVERITIES } from '../allergy-values.ts';
import { nameText } from '../PatientName.tsx';
import { NeededLabel } from '../register/NeededLabel.tsx';
import { PatientDialog } from './PatientDialog.tsx';
import { useAllergyWrite } from './use-allergy-write.ts';

interface AddAllergyDialogProps {
  readonly record: PatientRecord;
  readonly allergies: Allergies;
  readonly onClose: () => void;
}

type Severity = NonNullable<AllergyInput['severity']>;
type Category = NonNullable<AllergyInput['category']>;

/** One more known allergy. */
export function AddAllergyDialog({ record, allergies, onClose }: AddAllergyDialogProps) {
  const { t } = useTranslation();
  const [substance, setSubstance] = useState('');
  const [reaction, setReaction] = useState('');
  const [severity, setSeverity] = useState<Severity | ''>('');
  const [category, setCategory] = useState<Category | ''>('');
  const [tried, setTried] = useState(false);
  const write = useAllergyWrite(record.id, t('allergies.saved', { name: nameText(record) }), onClose);
  const isMissing = substance.trim() === '';
  return (
    <PatientDialog
      record={record}
      title={t('allergies.add')}
      action={t('chart.save')}
      busy={write.isPending}
      error={write.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (isMissing) return;
        write.mutate({
          version: allergies.version,
          state: 'known',
          changes: [
            {
              substance: substance.trim(),
              reaction: reaction.trim() === '' ? null : reaction.trim(),
              severity: severity === '' ? null : severity,
              category: category === '' ? null : category,
            },
          ],
        });
      }}
    >
      <TextInput
        label={<NeededLabel text={t('allergies.substance')} />}
        value={substance}
        maxLength={200}
        data-autofocus
        error={tried && isMissing ? t('register.fault.required') : undefined}
        onChange={(event) => {
          setSubstance(event.currentTarget.value);
        }}
      />
      <TextInput
        label={t('allergies.reaction')}
        value={reaction}
        maxLength={200}
        onChange={(event) => {
          setReaction(event.currentTarget.value);
        }}
      />
      <NativeSelect
        label={t('allergies.severity')}
        value={severity}
        data={[
          { value: '', label: t('allergies.severityUnknown') },
          ...ALLERGY_SEVERITIES.map((value) => ({ value, label: t(`allergySeverity.${value}`) })),
        ]}
        onChange={(event) => {
          setSeverity(event.currentTarget.value as Severity | '');
        }}
      />
      <NativeSelect
        label={t('allergies.category')}
        value={category}
        data={[
          { value: '', label: t('allergies.severityUnknown') },
          ...ALLERGY_CATEGORIES.map((value) => ({ value, label: t(`allergyCategory.${value}`) })),
        ]}
        onChange={(event) => {
          setCategory(event.currentTarget.value as Category | '');
        }}
      />
    </PatientDialog>
  );
}
