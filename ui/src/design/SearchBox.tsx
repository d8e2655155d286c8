import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import { Icon } from './Icon.tsx';
import { KeyCap } from './KeyCap.tsx';
import classes from './SearchBox.module.css';

/** Long enough that a word is typed in one go, short enough not to be noticed. */
const SETTLE_MS = 200;

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  /** Called once the typing pauses. */
  readonly onChange: (text: string) => void;
  /** The key that brings the cursor here. */
  readonly shortcut?: string;
  /** Enter, with what stands there at that moment. */
  readonly onEnter?: (text: string) => void;
  /** The cursor is here as soon as the panel or dialog around it is open. */
  readonly autoFocus?: boolean;
}

/** Finds within a list. Esc empties it. */
export function SearchBox(props: SearchBoxProps) {
  const { label, value, onChange, shortcut, onEnter, autoFocus = false } = props;
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const report = useRef(onChange);
  useEffect(() => {
    report.current = onChange;
  });
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== value) report.current(text.trim());
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, value]);
  useKeys(
    shortcut === undefined
      ? {}
      : {
          [shortcut]: () => {
            input.current?.focus();
            return true;
          },
        },
  );
  return (
    <label className={classes.find}>
      <Icon name="find" size={14} />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        data-autofocus={autoFocus || undefined}
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && onEnter !== undefined) {
            event.preventDefault();
            onEnter(text.trim());
            return;
          }
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          event.stopPropagation();
          setText('');
        }}
      />
      {shortcut === undefined ? null : <KeyCap keys={shortcut} />}
    </label>
  );
}
