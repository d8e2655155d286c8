import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicateCandidate } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { CheckMark } from '../../../design/CheckMark.tsx';
import { Icon } from '../../../design/Icon.tsx';
import { useKeys } from '../../../lib/keyboard/use-keys.ts';
import { formatPlainDate } from '../../../lib/time/format.ts';
import { PatientName } from '../PatientName.tsx';
import { PatientMarks } from '../search/PatientHit.tsx';
import { comparison } from './comparison.ts';
import type { RegisterDraft } from './draft.ts';
import classes from './CandidateCard.module.css';

interface CandidateCardProps {
  readonly candidate: DuplicateCandidate;
  readonly draft: RegisterDraft;
  /** Why it is somebody else, once said. */
  readonly answer: string | null;
  readonly hasKeys: boolean;
  readonly onUse: () => void;
  readonly onOther: (reason: string | null) => void;
}

/** One who may be the same person: on file against typed, field by field, and the answer. */
export function CandidateCard({ candidate, draft, answer, hasKeys, onUse, onOther }: CandidateCardProps) {
  const { t } = useTranslation();
  const { patient } = candidate;
  const [asking, setAsking] = useState(false);
  const likely = candidate.likelihood === 'very_likely';
  useKeys(
    {
      'Alt U': () => {
        onUse();
        return true;
      },
      'Alt N': () => {
        setAsking(true);
        return true;
      },
    },
    hasKeys,
  );
  return (
    <article
      className={classes.card}
      data-likely={(likely && answer === null) || undefined}
      data-testid={`candidate-${patient.code}`}
    >
      <div className={classes.head}>
        {likely ? <CheckMark result="warn" /> : null}
        <strong>{t(`duplicates.${candidate.likelihood}`)}</strong>
        <span className={classes.reason}>
          {candidate.reasons
            .map((reason) => t(`duplicateReason.${reason}`, { defaultValue: reason }))
            .join(', ')}
        </span>
        <span className="code">{patient.code}</span>
      </div>
      <strong className={classes.name}>
        <PatientName name={patient} />
      </strong>
      <div className={classes.place}>
        {patient.place == null ? null : <span>{patient.place}</span>}
        <PatientMarks patient={patient} />
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('duplicates.field')}</span>
            </th>
            <th scope="col">{t('duplicates.onFile')}</th>
            <th scope="col">{t('duplicates.typed')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('duplicates.same')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison(candidate, draft).map((row) => (
            <tr key={row.field}>
              <th scope="row">{t(`duplicates.${row.field}`)}</th>
              <td>
                <bdi>
                  {row.onFile === null
                    ? t(row.equal ? 'duplicates.hiddenSame' : 'duplicates.hiddenDiffers')
                    : row.field === 'date_of_birth'
                      ? formatPlainDate(row.onFile)
                      : row.onFile}
                </bdi>
              </td>
              <td>
                <bdi>{row.field === 'date_of_birth' ? formatPlainDate(row.typed) : row.typed}</bdi>
              </td>
              <td>
                <span role="img" aria-label={t(row.equal ? 'duplicates.equal' : 'duplicates.differs')}>
                  {row.equal ? <Icon name="check" size={14} /> : '≠'}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {candidate.has_allergies === true ? (
        <p className={classes.allergies}>
          <Icon name="exclaim" size={12} />
          {t('duplicates.hasAllergies')}
        </p>
      ) : null}
      {answer === null ? (
        <div className={classes.actions}>
          <Button
            size="small"
            tone={likely ? 'primary' : 'normal'}
            onClick={onUse}
            {...(hasKeys ? { keys: 'Alt U' } : {})}
          >
            {t('duplicates.use')}
          </Button>
          <Button
            size="small"
            aria-expanded={asking}
            onClick={() => {
              setAsking(!asking);
            }}
            {...(hasKeys ? { keys: 'Alt N' } : {})}
          >
            {t('duplicates.other')}
          </Button>
        </div>
      ) : (
        <p className={classes.answer}>
          {t('duplicates.answered', { reason: answer })}
          <Button
            size="small"
            tone="quiet"
            onClick={() => {
              onOther(null);
            }}
          >
            {t('duplicates.takeBack')}
          </Button>
        </p>
      )}
      {asking && answer === null ? (
        <OtherReason
          onReason={(reason) => {
            setAsking(false);
            onOther(reason);
          }}
        />
      ) : null}
    </article>
  );
}

function OtherReason({ onReason }: { readonly onReason: (reason: string) => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <form
      className={classes.why}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reason.trim() !== '') onReason(reason.trim());
      }}
    >
      <TextInput
        autoFocus
        label={t('duplicates.whyOther')}
        placeholder={t('duplicates.whyOtherHint')}
        value={reason}
        maxLength={500}
        error={tried && reason.trim() === '' ? t('register.fault.required') : undefined}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Button size="small" submit>
        {t('duplicates.confirmOther')}
      </Button>
    </form>
  );
}
