import type { ReactNode } from 'react';
import classes from './FilterButton.module.css';
import { Icon, type IconName } from './Icon.tsx';

interface FilterButtonProps {
  readonly on: boolean;
  readonly icon?: IconName;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

/** Narrows a list while it is on. */
export function FilterButton({ on, icon, onChange, children }: FilterButtonProps) {
  return (
    <button
      type="button"
      className={classes.filter}
      aria-pressed={on}
      onClick={() => {
        onChange(!on);
      }}
    >
      {icon === undefined ? null : <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}
