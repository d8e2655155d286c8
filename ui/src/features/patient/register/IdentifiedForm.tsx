import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAway, problemOf } from '../../../api/problem.ts';
import type { PatientSummary } from '../../../api/types.ts';
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
import { nameText, PatientName } from '../PatientName.tsx';
import { AllergyFields } from './AllergyFields.tsx';
import { DuplicatesPanel } from './DuplicatesPanel.tsx';
import { type DraftField, faultsOf, type RegisterDraft, SERVER_FIELDS, toCreate } from './draft.ts';
import { mergeCandidates, useDuplicates } from './duplicates.ts';
import { FormProvider } from './form-binding.ts';
import type { AfterSaving, Mother } from './RegisterScreen.tsx';
import classes from './register.module.css';
import { useRegistration } from './use-registration.ts';
import { WhereFields } from './WhereFields.tsx';
import { WhoFields } from './WhoFields.tsx';

interface IdentifiedFormProps {
  readonly draft: RegisterDraft;
  readonly onChange: (change: Partial<RegisterDraft>) => void;
  readonly mother: Mother | null;
  readonly onOtherMother: () => void;
  readonly onSaved: (patientId: string, after: AfterSaving) => void;
  readonly onUse: (patient: PatientSummary) => void;
}

/** Somebody whose name is known, or the newborn of a patient. */
export function IdentifiedForm(props: IdentifiedFormProps) {
  const { draft, onChange, mother, onOtherMother, onSaved, onUse } = props;
  const { t } = useTranslation();
  const zone = useZone();
  const me = useMe();
  const link = useLinkStatus();
  const registration = useRegistration();
  const [tried, setTried] = useState(false);
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  /** Fields corrected since the server refused them. */
  const [corrected, setCorrected] = useState<ReadonlySet<string>>(new Set());
  const search = useDuplicates(draft, link.state !== 'lost');
  const problem = registration.isError ? problemOf(registration.error) : null;
  const candidates = mergeCandidates(problem?.duplicates ?? [], search.candidates);
  const unanswered = candidates.filter(
    (candidate) => candidate.likelihood === 'very_likely' && answers[candidate.patient.id] === undefined,
  );
  const faults = faultsOf(draft, dateIn(zone, serverNowMs()), mother !== null);
  const refused = (problem?.fields ?? []).filter((field) => !corrected.has(field.field));
  const faultAt = (field: DraftField): string | undefined => {
    const own = faults[field];
    if (tried && own !== undefined) return t(`register.fault.${own}`);
    return refused.find((fault) => placeOf(fault.field) === field)?.message;
  };
  const elsewhere = refused.filter((fault) => placeOf(fault.field) === undefined);

  const save = (after: AfterSaving) => {
    setTried(true);
    if (Object.keys(faults).length > 0 || unanswered.length > 0 || registration.isPending) return;
    setCorrected(new Set());
    const body = toCreate(draft, {
      hospitalId: me.hospital?.id ?? null,
      zone,
      isNewborn: mother !== null,
      answers,
    });
    registration.mutate(
      mother === null ? { kind: 'identified', body } : { kind: 'newborn', motherId: mother.id, body },
      {
        onSuccess: (record) => {
          say({
            tone: 'pass',
            title: t('register.saved', { name: nameText(record), code: record.code }),
            text: '',
          });
          onSaved(record.id, after);
        },
      },
    );
  };
  const mayAdmit = me.permissions.includes('admission_write');
  useKeys({
    'Ctrl Enter': () => {
      save(mayAdmit ? 'admit' : 'chart');
      return true;
    },
  });
  const change = (part: Partial<RegisterDraft>) => {
    const changed = new Set(Object.keys(part));
    const now = (problem?.fields ?? []).filter((field) => changed.has(placeOf(field.field) ?? ''));
    if (now.length > 0) setCorrected(new Set([...corrected, ...now.map((field) => field.field)]));
    onChange(part);
  };
  const hasFaults = tried && Object.keys(faults).length > 0;
  return (
    <>
      <div className={classes.columns}>
        <form
          className={classes.form}
          noValidate
          aria-label={t('find.register')}
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          {problem === null ? null : (
            <Notice tone="stop" title={t('register.notSaved')}>
              {isAway(problem)
                ? t('register.notSent')
                : problem.duplicates.length > 0
                  ? t('register.answerFirst')
                  : refused.length > 0 && elsewhere.length === 0
                    ? t('error.checkFields')
                    : errorWords(problem, t)}
            </Notice>
          )}
          {mother === null ? null : (
            <div className={`${classes.card} ${classes.mother}`}>
              <span>{t('register.motherIs')}</span>
              <strong>
                <PatientName name={mother} />
              </strong>
              <span className="code">{mother.code}</span>
              <Button size="small" tone="quiet" onClick={onOtherMother}>
                {t('register.otherMother')}
              </Button>
            </div>
          )}
          <FormProvider value={{ draft, change, faultAt }}>
            <WhoFields isNewborn={mother !== null} />
            <AllergyFields />
            <WhereFields />
          </FormProvider>
        </form>
        <DuplicatesPanel
          draft={draft}
          search={search}
          candidates={candidates}
          answers={answers}
          onUse={(candidate) => {
            onUse(candidate.patient);
          }}
          onOther={(id, reason) => {
            const others = Object.fromEntries(Object.entries(answers).filter(([other]) => other !== id));
            setAnswers(reason === null ? others : { ...others, [id]: reason });
          }}
        />
      </div>
      <div className={classes.foot}>
        {mayAdmit ? (
          <Button
            tone="primary"
            size="large"
            keys="Ctrl Enter"
            disabled={registration.isPending || unanswered.length > 0 || link.state === 'lost'}
            onClick={() => {
              save('admit');
            }}
          >
            {t('register.saveAndAdmit')}
          </Button>
        ) : null}
        <Button
          size="large"
          disabled={registration.isPending || unanswered.length > 0 || link.state === 'lost'}
          onClick={() => {
            save('chart');
          }}
          {...(mayAdmit ? {} : { tone: 'primary' as const, keys: 'Ctrl Enter' })}
        >
          {t('register.saveOnly')}
        </Button>
        <span className={classes.why} role="status">
          {link.state === 'lost'
            ? t('register.linkLost')
            : unanswered.length > 0
              ? t('register.answerFirst')
              : hasFaults
                ? t('error.checkFields')
                : registration.isPending
                  ? t('register.saving')
                  : null}
        </span>
      </div>
    </>
  );
}

/** The field of the form for a field of the server's, whichever row of a list it names. */
function placeOf(field: string): DraftField | undefined {
  return SERVER_FIELDS[field] ?? SERVER_FIELDS[field.replace(/[[.].*$/, '')];
}
