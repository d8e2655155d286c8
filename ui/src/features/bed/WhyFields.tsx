import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../admission/fields.module.css';
import type { Moment } from '../admission/moment.ts';
import { MomentField } from '../admission/MomentField.tsx';

export interface Why {
  readonly reason: string;
  /** Why a bed that does not suit is taken all the same. */
  readonly override: string;
  readonly movedAt: Moment;
}

interface WhyFieldsProps {
  readonly why: Why;
  readonly onWhy: (why: Why) => void;
}

/** Why somebody is moved, and when it was, where that is not now. */
export function WhyFields({ why, onWhy }: WhyFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.fields}>
      <TextInput
        label={t('move.reason')}
        value={why.reason}
        maxLength={200}
        onChange={(event) => {
          onWhy({ ...why, reason: event.currentTarget.value });
        }}
      />
      <MomentField
        label={t('move.movedAt')}
        value={why.movedAt}
        onChange={(movedAt) => {
          onWhy({ ...why, movedAt });
        }}
      />
    </div>
  );
}
