import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';

interface QueryStateProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** Loading, could not load, or the data; old data stays under the sentence that it could not be read again. */
export function QueryState<T>({ query, children }: QueryStateProps<T>) {
  const { t } = useTranslation();
  return (
    <>
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data === undefined ? null : children(query.data)}
    </>
  );
}
