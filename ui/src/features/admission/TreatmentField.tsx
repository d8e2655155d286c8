import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TreatmentType } from '../../api/types.ts';

const TYPES = ['inpatient', 'emergency', 'day', 'outpatient'] as const;

interface TreatmentFieldProps {
  readonly value: TreatmentType;
  readonly onChange: (value: TreatmentType) => void;
}

export function TreatmentField({ value, onChange }: TreatmentFieldProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('admit.treatment')}
      value={value}
      data={TYPES.map((type) => ({ value: type, label: t(`treatment.${type}`) }))}
      onChange={(event) => {
        onChange(TYPES.find((type) => type === event.currentTarget.value) ?? 'inpatient');
      }}
    />
  );
}
