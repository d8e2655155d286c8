import { useTranslation } from 'react-i18next';
import type { WorkstationKind } from '../../api/types.ts';
import classes from './KindChoice.module.css';

export const KINDS: readonly WorkstationKind[] = ['nurse_station', 'ward', 'pharmacy', 'office', 'kiosk'];

interface KindChoiceProps {
  readonly value: WorkstationKind;
  readonly onChange: (kind: WorkstationKind) => void;
}

/** What kind of station this is, and what that implies. */
export function KindChoice({ value, onChange }: KindChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.panel}>
      <legend className="visually-hidden">{t('enrol.kind')}</legend>
      <div className={classes.head} aria-hidden="true">
        <span>{t('enrol.kind')}</span>
        <span className={classes.locks}>{t('enrol.locks')}</span>
      </div>
      {KINDS.map((kind) => (
        <label key={kind} className={classes.row} data-on={kind === value || undefined}>
          <input
            type="radio"
            name="station-kind"
            value={kind}
            checked={kind === value}
            onChange={() => {
              onChange(kind);
            }}
          />
          <span>
            <strong>{t(`kind.${kind}`)}</strong> <span className={classes.note}>{t(`kindNote.${kind}`)}</span>
          </span>
          <span className={classes.locks}>{t(`kindLocks.${kind}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
