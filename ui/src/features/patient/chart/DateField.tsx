import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatPlainDate } from '../../../lib/time/format.ts';
import { parsePlainDate } from '../../../lib/time/plain-date.ts';

interface DateFieldProps {
  readonly label: React.ReactNode;
  readonly value: string;
  readonly error?: React.ReactNode;
  readonly autoFocus?: boolean;
  readonly className?: string;
  readonly onChange: (value: string) => void;
}

/** A date in any common form, written out on leaving the field so that one sees how it was understood. */
export function DateField({
  label,
  value,
  error,
  autoFocus = false,
  className = '',
  onChange,
}: DateFieldProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      className={className}
      label={label}
      placeholder={t('register.bornForm')}
      autoComplete="off"
      value={value}
      error={error}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
      onBlur={() => {
        const date = parsePlainDate(value);
        if (date !== null) onChange(formatPlainDate(date));
      }}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  );
}
