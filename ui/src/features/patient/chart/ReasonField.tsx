import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NeededLabel } from '../register/NeededLabel.tsx';

interface ReasonFieldProps {
  readonly label?: string;
  readonly value: string;
  readonly isMissing: boolean;
  readonly onChange: (value: string) => void;
}

/** Why: kept with what is done. */
export function ReasonField({ label, value, isMissing, onChange }: ReasonFieldProps) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={<NeededLabel text={label ?? t('chart.reason')} />}
      value={value}
      rows={2}
      maxLength={1000}
      data-autofocus
      error={isMissing ? t('register.fault.required') : undefined}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
