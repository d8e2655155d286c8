import { useTranslation } from 'react-i18next';
import type { Workstation } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import classes from './dialogs.module.css';
import { useRemoveStation } from './workstation-queries.ts';

interface RemoveStationDialogProps {
  readonly station: Workstation;
  readonly onClose: () => void;
}

/** Removing a station takes an alarm away from a ward: it says so first. */
export function RemoveStationDialog({ station, onClose }: RemoveStationDialogProps) {
  const { t } = useTranslation();
  const removing = useRemoveStation();
  const remove = () => {
    if (!removing.isPending) removing.mutate(station, { onSuccess: onClose });
  };
  useKeys({
    'Ctrl Enter': () => {
      remove();
      return true;
    },
  });
  return (
    <Dialog onClose={onClose} title={t('stations.removeTitle', { name: station.name })} size={480}>
      <p>{t('stations.removeText')}</p>
      <div className={classes.foot}>
        <Button tone="answer" size="large" keys="Ctrl Enter" disabled={removing.isPending} onClick={remove}>
          {t('stations.remove')}
        </Button>
        <Button size="large" keys="Esc" onClick={onClose} data-autofocus>
          {t('closing.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
