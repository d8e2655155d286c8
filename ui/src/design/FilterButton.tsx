import type { ReactNode } from 'react';
import classes from './FilterButton.module.css';
import { Icon, type IconName } from './Icon.tsx';
import { KeyCap } from './KeyCap.tsx';

interface FilterButtonProps {
  readonly on: boolean;
  readonly icon?: IconName;
  /** Printed on the control; the screen wires the key itself. */
  readonly keys?: string;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

/** Narrows a list while it is on. */
export function FilterButton({ on, icon, keys, onChange, children }: FilterButtonProps) {
  return (
    <button
      type="button"
      className={classes.filter}
      aria-pressed={on}
      aria-keyshortcuts={keys}
      onClick={() => {
        onChange(!on);
      }}
    >
      {icon === undefined ? null : <Icon name={icon} size={14} />}
      {children}
      {keys === undefined ? null : <KeyCap keys={keys} />}
    </button>
  );
}
