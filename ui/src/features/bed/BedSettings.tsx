import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardBed } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Notice } from '../../design/Notice.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import classes from '../admission/fields.module.css';
import { NeedsField } from '../admission/StayFields.tsx';
import { useLinkStatus } from '../workstation/live-link.ts';
import { CAPABILITIES } from './capability.ts';
import { useBedWrite } from './use-bed-write.ts';

/** What only an administrator changes: the name of a bed, its bay, what it has. */
export function BedSettings({ bed }: { readonly bed: BoardBed }) {
  const { t } = useTranslation();
  const isLost = useLinkStatus().state === 'lost';
  const [label, setLabel] = useState(bed.label);
  const [bay, setBay] = useState(bed.bay);
  const [has, setHas] = useState<readonly string[]>(bed.capabilities);
  const write = useBedWrite(bed, () => undefined);
  return (
    <section className={classes.fields} aria-label={t('bed.settings')}>
      <h3 className={classes.legend}>{t('bed.settings')}</h3>
      <TextInput
        label={t('bed.label')}
        value={label}
        maxLength={20}
        onChange={(event) => {
          setLabel(event.currentTarget.value);
        }}
      />
      <TextInput
        label={t('bed.bay')}
        value={bay}
        maxLength={40}
        onChange={(event) => {
          setBay(event.currentTarget.value);
        }}
      />
      <NeedsField legend={t('bed.has')} names={CAPABILITIES} value={has} onChange={setHas} />
      {write.problem === null ? null : (
        <Notice tone="stop" title={t('stay.notSaved')}>
          {errorWords(write.problem, t)}
        </Notice>
      )}
      <Button
        disabled={isLost || write.isPending || label.trim() === ''}
        onClick={() => {
          write.run({ label: label.trim(), bay: bay.trim(), capabilities: [...has] });
        }}
      >
        {t('bed.saveSettings')}
      </Button>
      {isLost ? <p className={classes.note}>{t('stay.linkLost')}</p> : null}
    </section>
  );
}
