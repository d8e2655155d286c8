import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardBed } from '../../api/types.ts';
import classes from '../admission/fields.module.css';
import { SaveFoot } from '../admission/SaveFoot.tsx';
import { Toggle } from '../admission/StayFields.tsx';
import { useBoardPlace } from '../ward/board-place.ts';
import { useBedWrite } from './use-bed-write.ts';

const NEXT = {
  free: ['cleaning', 'closed'],
  cleaning: ['in_service', 'closed'],
  closed: ['in_service', 'cleaning'],
} as const;

/** Cleaned, needs cleaning, closed and why, opened again. */
export function BedStateForm({ bed }: { readonly bed: BoardBed }) {
  const { t } = useTranslation();
  const place = useBoardPlace();
  const from = bed.state === 'cleaning' || bed.state === 'closed' ? bed.state : 'free';
  const [to, setTo] = useState<(typeof NEXT)[typeof from][number]>(NEXT[from][0]);
  const [reason, setReason] = useState('');
  const write = useBedWrite(bed, place.close);
  const act = (state: typeof to) =>
    state !== 'in_service' ? state : from === 'closed' ? 'reopen' : 'cleaned';
  const needsWhy = to === 'closed' && reason.trim() === '';
  return (
    <>
      <div className={classes.fields}>
        <fieldset className={classes.group}>
          <legend className={classes.legend}>{t('bed.change')}</legend>
          <div className={classes.row}>
            {NEXT[from].map((state) => (
              <Toggle
                key={state}
                on={to === state}
                onChange={() => {
                  setTo(state);
                }}
              >
                {t(`bed.do.${act(state)}`)}
              </Toggle>
            ))}
          </div>
        </fieldset>
        {to === 'closed' ? (
          <TextInput
            label={t('bed.closeReason')}
            value={reason}
            maxLength={200}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
        ) : null}
      </div>
      <SaveFoot
        action={t(`bed.act.${act(to)}`, { bed: bed.label })}
        write={write}
        missing={needsWhy ? t('bed.needsReason') : null}
        onSave={() => {
          write.run({ state: to, ...(to === 'closed' ? { state_reason: reason.trim() } : {}) });
        }}
      />
    </>
  );
}
