import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAway, problemOf } from '../../../api/problem.ts';
import { Button } from '../../../design/Button.tsx';
import { Notice } from '../../../design/Notice.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { say } from '../../../lib/messages/messages.ts';
import { serverNowMs } from '../../../lib/time/clock.ts';
import { dateIn } from '../../../lib/time/plain-date.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { useMe } from '../../session/me.ts';
import { useLinkStatus } from '../../workstation/live-link.ts';
import { AGE_RANGES, newAlias } from './alias.ts';
import { Elapsed, UnidentifiedPreview } from './UnidentifiedPreview.tsx';
import type { AfterSaving } from './RegisterScreen.tsx';
import form from './register.module.css';
import { SEXES, type UnidentifiedEntry, yearsOf } from './unidentified-entry.ts';
import { UnidentifiedSteps } from './UnidentifiedSteps.tsx';
import { useRegistration } from './use-registration.ts';

interface UnidentifiedFormProps {
  readonly entry: UnidentifiedEntry;
  readonly onChange: (change: Partial<UnidentifiedEntry>) => void;
  readonly onSaved: (patientId: string, after: AfterSaving) => void;
}

/** Somebody nobody knows, in three keys: the alias is given, then the sex, then an age range. */
export function UnidentifiedForm({ entry, onChange, onSaved }: UnidentifiedFormProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const me = useMe();
  const link = useLinkStatus();
  const registration = useRegistration();
  const [started] = useState(serverNowMs);
  const [tried, setTried] = useState(false);
  const { alias, gender, description } = entry;
  const years = yearsOf(entry);
  const year = years === null ? null : Number(dateIn(zone, serverNowMs()).slice(0, 4)) - years;
  const mayAdmit = me.permissions.includes('admission_write');
  const problem = registration.isError ? problemOf(registration.error) : null;

  const set = (change: Partial<UnidentifiedEntry>) => () => {
    onChange(change);
    return true;
  };
  const save = (after: AfterSaving) => {
    setTried(true);
    if (gender === null || years === null || alias.trim() === '' || registration.isPending) return;
    registration.mutate(
      {
        kind: 'unidentified',
        body: {
          alias: alias.trim(),
          gender,
          estimated_age_years: years,
          description: description.trim() === '' ? null : description.trim(),
          hospital_id: me.hospital?.id ?? null,
        },
      },
      {
        onSuccess: (record) => {
          say({
            tone: 'pass',
            title: t('register.saved', { name: record.family_name, code: record.code }),
            text: '',
          });
          onSaved(record.id, after);
        },
      },
    );
  };
  useKeys({
    F5: () => set({ alias: newAlias() })(),
    ...Object.fromEntries(SEXES.map(([sex, key]) => [key, set({ gender: sex })])),
    ...Object.fromEntries(
      AGE_RANGES.map((option, index) => [`${index + 1}`, set({ age: String(option.years) })]),
    ),
    'Ctrl Enter': () => {
      save(mayAdmit ? 'admit' : 'chart');
      return true;
    },
  });
  const cannot = registration.isPending || link.state === 'lost';
  return (
    <>
      <div className={form.columns}>
        <div className={form.form}>
          {problem === null ? null : (
            <Notice tone="stop" title={t('register.notSaved')}>
              {isAway(problem) ? t('register.notSentPaper') : errorWords(problem, t)}
            </Notice>
          )}
          <UnidentifiedSteps entry={entry} years={years} year={year} tried={tried} onChange={onChange} />
        </div>
        <UnidentifiedPreview alias={alias} gender={gender} years={years} year={year} />
      </div>
      <div className={form.foot}>
        {mayAdmit ? (
          <Button
            tone="primary"
            size="large"
            keys="Ctrl Enter"
            disabled={cannot}
            onClick={() => {
              save('admit');
            }}
          >
            {t('register.saveAndAdmit')}
          </Button>
        ) : null}
        <Button
          size="large"
          disabled={cannot}
          onClick={() => {
            save('chart');
          }}
          {...(mayAdmit ? {} : { tone: 'primary' as const, keys: 'Ctrl Enter' })}
        >
          {t('register.saveOnly')}
        </Button>
        <span className={form.why} role="status">
          {link.state === 'lost'
            ? t('register.linkLostPaper')
            : tried && (gender === null || years === null)
              ? t('unidentified.missing')
              : null}
        </span>
        <Elapsed startedMs={started} />
      </div>
    </>
  );
}
