import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientIdentity } from '../../../api/types.ts';
import { KeyCap } from '../../../design/KeyCap.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { say } from '../../../lib/messages/messages.ts';
import { useMe } from '../../session/me.ts';
import { LeaveGuard } from '../LeaveGuard.tsx';
import { nameText } from '../PatientName.tsx';
import { EMPTY_DRAFT, isTouched, type RegisterDraft } from './draft.ts';
import { IdentifiedForm } from './IdentifiedForm.tsx';
import { MotherPicker } from './MotherPicker.tsx';
import classes from './register.module.css';
import { isEntered, newEntry } from './unidentified-entry.ts';
import { UnidentifiedForm } from './UnidentifiedForm.tsx';

export type RegisterKind = 'identified' | 'unidentified' | 'newborn';

const KINDS = [
  ['identified', 'F4'],
  ['unidentified', 'F2'],
  ['newborn', 'F3'],
] as const;

interface RegisterScreenProps {
  readonly startAs: RegisterKind;
  /** The mother a newborn is registered for, where the chart it was opened from says so. */
  readonly motherId?: string | undefined;
}

export type Mother = Pick<PatientIdentity, 'id' | 'code' | 'family_name' | 'given_name' | 'title'>;
export type AfterSaving = 'admit' | 'chart';

/** A new patient: known, unknown, or just born. What was typed stays when the kind is changed. */
export function RegisterScreen({ startAs, motherId }: RegisterScreenProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayRegister = useMe().permissions.includes('patient_register');
  const [kind, setKind] = useState<RegisterKind>(startAs);
  const [draft, setDraft] = useState<RegisterDraft>(EMPTY_DRAFT);
  const [entry, setEntry] = useState(newEntry);
  const [mother, setMother] = useState<Mother | null>(null);
  const unsaved = useRef(false);
  const isUnsaved = useCallback(() => unsaved.current, []);
  const setUnsaved = (is: boolean) => {
    unsaved.current = is;
  };
  const pick = (next: RegisterKind) => () => {
    setKind(next);
    return true;
  };
  useKeys({ F2: pick('unidentified'), F3: pick('newborn'), F4: pick('identified') });
  if (!mayRegister) return <Placeholder kind="empty" text={t('register.notAllowed')} />;

  const leaveFor = (patientId: string, after: AfterSaving) => {
    setUnsaved(false);
    if (after === 'admit') void navigate({ to: '/board', search: { admit: patientId } });
    else void navigate({ to: '/patients/$patientId', params: { patientId } });
  };
  const change = (part: Partial<RegisterDraft>) => {
    setDraft((now) => {
      const next = { ...now, ...part };
      setUnsaved(isTouched(next) || isEntered(entry));
      return next;
    });
  };
  return (
    <div className={classes.page}>
      <LeaveGuard isUnsaved={isUnsaved} />
      <div className={classes.kinds}>
        <h1>{t('find.register')}</h1>
        <div role="group" aria-label={t('register.kind')} style={{ display: 'flex', gap: 8 }}>
          {KINDS.map(([name, key]) => (
            <button
              key={name}
              type="button"
              className={classes.kind}
              aria-pressed={kind === name}
              aria-keyshortcuts={key}
              onClick={pick(name)}
            >
              {t(`register.${name}`)}
              <KeyCap keys={key} />
            </button>
          ))}
        </div>
        <span className={classes.note}>{t(`register.note.${kind}`)}</span>
      </div>
      {kind === 'unidentified' ? (
        <UnidentifiedForm
          entry={entry}
          onChange={(part) => {
            const next = { ...entry, ...part };
            setEntry(next);
            setUnsaved(isTouched(draft) || isEntered(next));
          }}
          onSaved={leaveFor}
        />
      ) : kind === 'newborn' && mother === null ? (
        <MotherPicker
          motherId={motherId}
          onPick={(picked) => {
            setMother(picked);
            change({ familyName: draft.familyName === '' ? picked.family_name : draft.familyName });
          }}
        />
      ) : (
        <IdentifiedForm
          key={kind}
          draft={draft}
          onChange={change}
          mother={kind === 'newborn' ? mother : null}
          onOtherMother={() => {
            setMother(null);
          }}
          onSaved={leaveFor}
          onUse={(patient) => {
            say({
              tone: 'warn',
              title: t('register.usedInstead', { name: nameText(patient) }),
              text: t('register.usedInsteadText'),
            });
            leaveFor(patient.id, 'chart');
          }}
        />
      )}
    </div>
  );
}
