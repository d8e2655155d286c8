import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../design/Notice.tsx';
import type { Bed, BedOption } from '../../api/types.ts';
import { needsReason } from '../bed/bed-queries.ts';
import { nameText } from '../patient/PatientName.tsx';
import classes from './fields.module.css';
import { SaveFoot } from './SaveFoot.tsx';
import type { Write } from './use-write.ts';

interface AdmitFootProps {
  readonly name: string;
  readonly option: BedOption | null;
  /** The bed that is pointed at and cannot be had, now or ever since it was pointed at. */
  readonly taken: { readonly bed: Bed; readonly wasFree: boolean } | null;
  readonly noBed: string | null;
  readonly override: string;
  readonly onOverride: (reason: string) => void;
  readonly write: Pick<Write<never>, 'isPending' | 'isSlow' | 'problem'>;
  readonly missing: string | null;
  readonly onSave: () => void;
  readonly onFreeBed: (bedId: string) => void;
}

export function AdmitFoot(props: AdmitFootProps) {
  const { name, option, taken, noBed, override, onOverride, write, missing, onSave, onFreeBed } = props;
  const { t } = useTranslation();
  const to = option?.bed.label ?? (noBed === null || noBed.trim() === '' ? null : noBed.trim());
  return (
    <SaveFoot
      action={to === null ? t('admit.action', { name }) : t('admit.actionTo', { name, to })}
      write={write}
      missing={missing}
      onSave={onSave}
    >
      {taken === null ? null : (
        <Notice
          tone="warn"
          title={taken.wasFree ? t('move.changed', { bed: taken.bed.label }) : t('admit.notFree')}
        >
          {t('stay.bedNow', { bed: taken.bed.label, state: t(`bedState.${taken.bed.state}`) })}
          {taken.bed.occupant == null ? null : <>, {nameText(taken.bed.occupant)}</>}.{' '}
          {taken.wasFree ? t('admit.taken') : null}
        </Notice>
      )}
      <FreeBeds write={write} onFreeBed={onFreeBed} />
      {option !== null && needsReason(option) ? (
        <TextInput
          label={t('move.override')}
          value={override}
          maxLength={200}
          onChange={(event) => {
            onOverride(event.currentTarget.value);
          }}
        />
      ) : null}
    </SaveFoot>
  );
}

/** What is left where the bed has just been taken: the server's own list, each a click away from being chosen. */
function FreeBeds({ write, onFreeBed }: Pick<AdmitFootProps, 'write' | 'onFreeBed'>) {
  const { t } = useTranslation();
  const beds = write.problem?.freeBeds ?? [];
  if (beds.length === 0) return null;
  return (
    <section aria-label={t('admit.freeBeds')}>
      <h3 className={classes.legend}>{t('admit.freeBeds')}</h3>
      <div className={classes.row}>
        {beds.map((bed) => (
          <button
            key={bed.id}
            type="button"
            className={classes.toggle}
            onClick={() => {
              onFreeBed(bed.id);
            }}
          >
            <strong>{bed.label}</strong> {bed.ward_name}
          </button>
        ))}
      </div>
    </section>
  );
}
