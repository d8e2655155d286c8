import { useBlocker } from '@tanstack/react-router';
import { LeaveDialog } from '../../design/Dialog.tsx';

/** A place of the interface, as far as leaving it is concerned. */
export interface Place {
  readonly pathname: string;
  readonly search: object;
}

interface LeaveGuardProps {
  /** Asked at the moment of leaving, so that what was just saved is not asked about. */
  readonly isUnsaved: () => boolean;
  /** Whether going from one place to the other loses the entry; where it is not said, every way does. */
  readonly loses?: (from: Place, to: Place) => boolean;
  /** The entry was thrown away on purpose. */
  readonly onLeave?: () => void;
}

/** Nothing that was typed is lost without being asked: neither by a link, nor by a key, nor by closing the page. */
export function LeaveGuard({ isUnsaved, loses = () => true, onLeave }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved() && loses(current, next),
    enableBeforeUnload: () => isUnsaved(),
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <LeaveDialog
      onStay={blocker.reset}
      onLeave={() => {
        onLeave?.();
        blocker.proceed();
      }}
    />
  );
}
