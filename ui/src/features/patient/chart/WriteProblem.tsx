import { useTranslation } from 'react-i18next';
import { isAway, problemOf } from '../../../api/problem.ts';
import { Notice } from '../../../design/Notice.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';

/** Why it was not saved, where it was to be saved. Nothing while nothing failed. */
export function WriteProblem({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (error == null) return null;
  const problem = problemOf(error);
  return (
    <Notice tone="stop" title={t('register.notSaved')}>
      {isAway(problem) ? t('chart.notSent') : errorWords(problem, t)}
    </Notice>
  );
}
