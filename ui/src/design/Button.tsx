import type { ButtonHTMLAttributes, ReactNode } from 'react';
import classes from './Button.module.css';
import { Icon, type IconName } from './Icon.tsx';
import { KeyCap } from './KeyCap.tsx';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  readonly tone?: 'normal' | 'primary' | 'answer' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large' | 'alert';
  readonly icon?: IconName;
  /** Printed on the control; the screen wires the key itself. */
  readonly keys?: string;
  readonly submit?: boolean;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Button(props: ButtonProps) {
  const {
    tone = 'normal',
    size = 'normal',
    icon,
    keys,
    submit = false,
    wide = false,
    children,
    ...rest
  } = props;
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={classes.button}
      data-tone={tone}
      data-size={size}
      data-wide={wide || undefined}
      aria-keyshortcuts={keys?.replace(/ /g, '+').replace('Ctrl', 'Control')}
    >
      {icon === undefined ? null : <Icon name={icon} size={size === 'small' ? 14 : 16} />}
      <span className={classes.words}>{children}</span>
      {keys === undefined ? null : <KeyCap keys={keys} size={size === 'alert' ? 'large' : 'normal'} />}
    </button>
  );
}
