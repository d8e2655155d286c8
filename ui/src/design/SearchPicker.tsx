import { type ReactNode, useId, useState } from 'react';
import { Icon } from './Icon.tsx';
import classes from './SearchPicker.module.css';

interface SearchPickerProps<Item> {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly render: (item: Item) => ReactNode;
  readonly onPick: (item: Item) => void;
  /** What stands instead of the list: loading, none found, could not load. */
  readonly status: ReactNode;
  readonly autoFocus?: boolean;
}

/** Type to find, arrows to mark, Enter to take. Nothing is marked until an arrow is pressed or one alone is left. */
export function SearchPicker<Item>(props: SearchPickerProps<Item>) {
  const { label, placeholder, text, onText, items, idOf, render, onPick, status, autoFocus = false } = props;
  const id = useId();
  const [markedId, setMarkedId] = useState<string | null>(null);
  const found = items.findIndex((item) => idOf(item) === markedId);
  const marked = found === -1 && items.length === 1 ? 0 : found;
  const optionId = (index: number) => `${id}-${index}`;
  const mark = (index: number) => {
    const item = items[index];
    if (item === undefined) return;
    setMarkedId(idOf(item));
    document.getElementById(optionId(index))?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className={classes.picker}>
      <label className={classes.label} htmlFor={`${id}-input`}>
        {label}
      </label>
      <div className={classes.box}>
        <Icon name="find" size={16} />
        <input
          id={`${id}-input`}
          type="text"
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(marked === -1 ? {} : { 'aria-activedescendant': optionId(marked) })}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={text}
          data-autofocus={autoFocus || undefined}
          onChange={(event) => {
            setMarkedId(null);
            onText(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') mark(Math.min(marked + 1, items.length - 1));
            else if (event.key === 'ArrowUp') mark(Math.max(marked - 1, 0));
            else if (event.key === 'Enter' && !event.ctrlKey) {
              const item = items[marked];
              if (item !== undefined) onPick(item);
            } else return;
            event.preventDefault();
          }}
        />
      </div>
      {status}
      <ul id={`${id}-list`} className={classes.list} role="listbox" aria-label={label}>
        {items.map((item, index) => (
          <li
            key={idOf(item)}
            id={optionId(index)}
            role="option"
            aria-selected={index === marked}
            className={classes.option}
            onClick={() => {
              onPick(item);
            }}
          >
            {render(item)}
          </li>
        ))}
      </ul>
    </div>
  );
}
