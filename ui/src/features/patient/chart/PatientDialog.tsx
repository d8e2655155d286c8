import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientRecord } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Dialog } from '../../../design/Dialog.tsx';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { useLinkStatus } from '../../workstation/live-link.ts';
import { bornWords } from '../born-words.ts';
import { patientColour } from '../patient-colour.ts';
import { nameText, PatientName } from '../PatientName.tsx';
import classes from './PatientDialog.module.css';
import { WriteProblem } from './WriteProblem.tsx';

interface PatientDialogProps {
  readonly record: PatientRecord;
  readonly title: string;
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** Grave acts ask that the name was checked before they can be done. */
  readonly asksForName?: boolean;
  /** What exactly was checked, where the name alone does not say it. */
  readonly checked?: string;
  readonly grave?: boolean;
  readonly size?: number;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form over a chart. It names its patient, so that nothing is written into another one's. */
export function PatientDialog(props: PatientDialogProps) {
  const { record, title, action, busy, error, asksForName = false, grave = false, size = 560 } = props;
  const { onConfirm, onClose, children } = props;
  const { t } = useTranslation();
  const link = useLinkStatus();
  const [checked, setChecked] = useState(false);
  const cannot = busy || link.state === 'lost' || (asksForName && !checked);
  const confirm = () => {
    if (!cannot) onConfirm();
  };
  useKeys({
    'Ctrl Enter': () => {
      confirm();
      return true;
    },
  });
  return (
    <Dialog onClose={onClose} title={title} size={size}>
      <p className={classes.who} style={{ borderInlineStartColor: patientColour(record.id) }}>
        <strong>
          <PatientName name={record} />
        </strong>
        <span className={classes.facts}>
          {t('find.born', { born: bornWords(record, t) })} <span className="code">{record.code}</span>
        </span>
      </p>
      <div className={classes.fields}>{children}</div>
      {asksForName ? (
        <label className={classes.check}>
          <input
            type="checkbox"
            checked={checked}
            onChange={(event) => {
              setChecked(event.currentTarget.checked);
            }}
          />
          <span>{props.checked ?? t('chart.nameChecked', { name: nameText(record) })}</span>
        </label>
      ) : null}
      <WriteProblem error={error} />
      <div className={classes.foot}>
        <Button
          tone={grave ? 'answer' : 'primary'}
          size="large"
          keys="Ctrl Enter"
          disabled={cannot}
          onClick={confirm}
        >
          {action}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose}>
          {t('closing.cancel')}
        </Button>
        {link.state === 'lost' ? <span>{t('chart.linkLost')}</span> : null}
      </div>
    </Dialog>
  );
}
