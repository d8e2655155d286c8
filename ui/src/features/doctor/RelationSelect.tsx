import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RELATIONS, type Relation, relationWord } from './relation-words.ts';

interface RelationSelectProps {
  readonly value: Relation;
  readonly onChange: (value: Relation) => void;
}

export function RelationSelect({ value, onChange }: RelationSelectProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('doctor.column.relation')}
      value={value}
      data={RELATIONS.map((relation) => ({ value: relation, label: relationWord(relation, t) }))}
      onChange={(event) => {
        onChange(event.currentTarget.value as Relation);
      }}
    />
  );
}
