import type { ReactNode } from 'react';
import classes from './Chip.module.css';
import { Icon, type IconName } from './Icon.tsx';

interface ChipProps {
  readonly icon?: IconName;
  readonly tone?: 'fact' | 'note' | 'isolation' | 'outlined';
  readonly title?: string;
  readonly children: ReactNode;
}

/** A short fact. `isolation` and `outlined` (same surname) are the only ones that stand on a bed card. */
export function Chip({ icon, tone = 'fact', title, children }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {icon === undefined ? null : <Icon name={icon} size={tone === 'fact' ? 14 : 12} />}
      {children}
    </span>
  );
}
