import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { Button } from './Button.tsx';
import classes from './SidePanel.module.css';

interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Stays in sight while the body scrolls: who it is about. */
  readonly head?: ReactNode;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** Work beside a screen that stays in sight. It takes the focus and gives it back; Esc closes it and nothing below. */
export function SidePanel({ title, onClose, head, foot, children }: SidePanelProps) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    // A panel that begins with a search begins there; any other lets the keys of its list work at once.
    const first = panel.current?.querySelector<HTMLElement>('[data-autofocus]') ?? panel.current;
    first?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useKeys({
    Escape: () => {
      onClose();
      return true;
    },
  });
  return (
    <aside ref={panel} className={classes.panel} aria-label={title} tabIndex={-1} data-testid="side-panel">
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <Button size="small" tone="quiet" keys="Esc" onClick={onClose}>
          {t('frame.close')}
        </Button>
      </div>
      {head}
      <div className={classes.body}>{children}</div>
      {foot}
    </aside>
  );
}
