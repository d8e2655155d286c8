import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';

interface LeaveGuardProps {
  /** Asked at the moment of leaving, so that what was just saved is not asked about. */
  readonly isUnsaved: () => boolean;
}

/** Nothing that was typed is lost without being asked: neither by a link, nor by a key, nor by closing the page. */
export function LeaveGuard({ isUnsaved }: LeaveGuardProps) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: () => isUnsaved(),
    enableBeforeUnload: () => isUnsaved(),
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return <LeaveDialog title={t('leave.title')} onStay={blocker.reset} onLeave={blocker.proceed} />;
}

interface LeaveDialogProps {
  readonly title: string;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

function LeaveDialog({ title, onStay, onLeave }: LeaveDialogProps) {
  const { t } = useTranslation();
  useKeys({
    'Ctrl Enter': () => true,
  });
  return (
    <Dialog onClose={onStay} title={title} size={440}>
      <p>{t('leave.text')}</p>
      <div style={{ display: 'flex', gap: 8, marginTop: 16 }}>
        <Button tone="primary" size="large" keys="Esc" data-autofocus onClick={onStay}>
          {t('leave.stay')}
        </Button>
        <Button size="large" onClick={onLeave}>
          {t('leave.leave')}
        </Button>
      </div>
    </Dialog>
  );
}
