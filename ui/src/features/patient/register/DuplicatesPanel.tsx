import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import type { DuplicateCandidate } from '../../../api/types.ts';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { CandidateCard } from './CandidateCard.tsx';
import type { RegisterDraft } from './draft.ts';
import type { useDuplicates } from './duplicates.ts';
import classes from './DuplicatesPanel.module.css';

interface DuplicatesPanelProps {
  readonly draft: RegisterDraft;
  readonly search: ReturnType<typeof useDuplicates>;
  readonly candidates: readonly DuplicateCandidate[];
  readonly answers: Readonly<Record<string, string>>;
  readonly onUse: (candidate: DuplicateCandidate) => void;
  readonly onOther: (patientId: string, reason: string | null) => void;
}

/** Who may be on file already, on file against typed, so that nobody is registered twice without the allergies. */
export function DuplicatesPanel(props: DuplicatesPanelProps) {
  const { draft, search, candidates, answers, onUse, onOther } = props;
  const { t } = useTranslation();
  const first = candidates.find(
    (candidate) => candidate.likelihood === 'very_likely' && answers[candidate.patient.id] === undefined,
  );
  return (
    <aside className={classes.panel} aria-label={t('duplicates.title')} data-testid="duplicates">
      <div className={classes.head}>
        <h2 className={classes.title}>{t('duplicates.title')}</h2>
        <span className={classes.aside} role="status">
          {search.isBehind
            ? t('find.looking')
            : search.canAsk && !search.query.isError
              ? t('duplicates.count', { count: candidates.length })
              : null}
        </span>
      </div>
      <div className={classes.body}>
        {search.query.isError && search.canAsk ? (
          <>
            <Placeholder
              kind="error"
              text={errorWords(problemOf(search.query.error), t)}
              onRetry={() => void search.query.refetch()}
            />
            <p className={classes.note}>{t('duplicates.notChecked')}</p>
          </>
        ) : null}
        {candidates.map((candidate) => (
          <CandidateCard
            key={candidate.patient.id}
            candidate={candidate}
            draft={draft}
            answer={answers[candidate.patient.id] ?? null}
            hasKeys={candidate === first}
            onUse={() => {
              onUse(candidate);
            }}
            onOther={(reason) => {
              onOther(candidate.patient.id, reason);
            }}
          />
        ))}
        {search.canAsk ? null : <p className={classes.note}>{t('duplicates.typing')}</p>}
        <p className={classes.note}>{t('duplicates.why')}</p>
      </div>
      <div className={classes.unknown}>
        <strong>{t('duplicates.nobodyKnows')}</strong>
        <span>{t('duplicates.nobodyKnowsText')}</span>
      </div>
    </aside>
  );
}
