import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import { Placeholder } from '../../design/Placeholder.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useMe } from '../session/me.ts';
import { ALL_WARDS, useBoardPlace } from './board-place.ts';
import { useBoards } from './board-queries.ts';
import { WardBoard } from './WardBoard.tsx';
import classes from './WardBoardScreen.module.css';
import { rememberWard, rememberedWard } from './ward-choice.ts';

/** The ward as it is right now, or all of them. */
export function WardBoardScreen() {
  const { t } = useTranslation();
  const { wards } = useMe();
  const place = useBoardPlace();
  const asked = place.ward ?? rememberedWard(wards);
  const shown = asked === ALL_WARDS ? wards : wards.filter((ward) => ward.id === asked);
  const ids = (shown.length === 0 ? wards.slice(0, 1) : shown).map((ward) => ward.id);
  if (ids.length === 0) return <Placeholder kind="empty" text={t('ward.noWards')} />;
  return (
    <LoadedBoards
      key={ids.join(' ')}
      wardIds={ids}
      onWard={(next) => {
        rememberWard(next);
        place.go({ ward: next });
      }}
    />
  );
}

interface LoadedBoardsProps {
  readonly wardIds: readonly string[];
  readonly onWard: (wardId: string) => void;
}

function LoadedBoards({ wardIds, onWard }: LoadedBoardsProps) {
  const { t } = useTranslation();
  const { boards, error, refetch } = useBoards(wardIds);
  const failed =
    error === null ? null : (
      <Placeholder kind="error" text={errorWords(problemOf(error), t)} onRetry={refetch} />
    );
  if (boards === null) return failed ?? <Placeholder kind="loading" />;
  return (
    <div className={classes.page}>
      {failed}
      <WardBoard boards={boards} onWard={onWard} />
    </div>
  );
}
