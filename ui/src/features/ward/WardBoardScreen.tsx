import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useMe } from '../session/me.ts';
import { useBoard } from './board-queries.ts';
import { WardBoard } from './WardBoard.tsx';
import classes from './WardBoardScreen.module.css';
import { rememberWard, rememberedWard } from './ward-choice.ts';

/** The ward as it is right now. */
export function WardBoardScreen() {
  const { t } = useTranslation();
  const { wards } = useMe();
  const [wardId, setWardId] = useState(() => rememberedWard(wards));
  if (wardId === null) return <Placeholder kind="empty" text={t('ward.noWards')} />;
  return (
    <LoadedBoard
      key={wardId}
      wardId={wardId}
      onWard={(next) => {
        rememberWard(next);
        setWardId(next);
      }}
    />
  );
}

interface LoadedBoardProps {
  readonly wardId: string;
  readonly onWard: (wardId: string) => void;
}

function LoadedBoard({ wardId, onWard }: LoadedBoardProps) {
  const { t } = useTranslation();
  const query = useBoard(wardId);
  if (query.data !== undefined) {
    return (
      <div className={classes.page}>
        {query.isError ? (
          <Placeholder
            kind="error"
            text={errorWords(problemOf(query.error), t)}
            onRetry={() => void query.refetch()}
          />
        ) : null}
        <WardBoard board={query.data} onWard={onWard} />
      </div>
    );
  }
  if (query.isPending) return <Placeholder kind="loading" />;
  return (
    <Placeholder
      kind="error"
      text={errorWords(problemOf(query.error), t)}
      onRetry={() => void query.refetch()}
    />
  );
}
