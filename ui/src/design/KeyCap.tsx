import classes from './KeyCap.module.css';

interface KeyCapProps {
  readonly keys: string;
  readonly size?: 'normal' | 'large';
}

/** The key that does the same as the control it is printed on. */
export function KeyCap({ keys, size = 'normal' }: KeyCapProps) {
  return (
    <kbd className={classes.cap} data-size={size} aria-hidden="true">
      {keys}
    </kbd>
  );
}
