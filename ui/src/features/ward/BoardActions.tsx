import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { useTransfers } from '../admission/admission-queries.ts';
import { useMe } from '../session/me.ts';
import classes from './BoardHeader.module.css';
import { useBoardPlace } from './board-place.ts';
import { useBoardView } from './board-view.ts';

/** What can be begun from the board without a patient on it: admitting, and who comes from other hospitals. */
export function BoardActions() {
  const { t } = useTranslation();
  const { mayWrite } = useBoardView();
  const place = useBoardPlace();
  const waiting = useTransfers(useMe().hospital?.id ?? '', mayWrite).data?.length ?? 0;
  if (!mayWrite) return null;
  return (
    <>
      <Button
        size="small"
        icon="entering"
        keys="A"
        onClick={() => {
          place.go({ panel: 'admit' });
        }}
      >
        {t('stay.tab.admit')}
      </Button>
      {waiting === 0 && place.panel !== 'transfers' ? null : (
        <Button
          size="small"
          icon="building"
          aria-label={t('transfers.count', { count: waiting })}
          onClick={() => {
            place.go({ panel: 'transfers' });
          }}
        >
          {waiting} <span className={classes.spare}>{t('transfers.word', { count: waiting })}</span>
        </Button>
      )}
    </>
  );
}
