import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { BedOption } from '../../api/types.ts';
import { CheckMark } from '../../design/CheckMark.tsx';
import { Icon } from '../../design/Icon.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { SearchBox } from '../../design/SearchBox.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { foundBeds, isOffered, meantBed, numbered, type useBedOptions } from './bed-queries.ts';
import classes from './BedOptionList.module.css';
import { BedNumber } from './BedNumber.tsx';
import { Capabilities } from './Capabilities.tsx';
import { capabilityWord } from './capability.ts';
import { useOptionWords } from './option-words.ts';

interface BedOptionListProps {
  readonly title: string;
  readonly query: ReturnType<typeof useBedOptions>;
  readonly chosen: string | null;
  /** The ward on the screen; a bed elsewhere names its own. */
  readonly wardId: string | null;
  readonly onChoose: (option: BedOption) => void;
}

/** To which bed: best fit first, a number key each, what a bed lacks in words, and closed beds shown but not offered. */
export function BedOptionList({ title, query, chosen, wardId, onChoose }: BedOptionListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const options = query.data ?? [];
  const found = foundBeds(options, typed);
  const numbers = numbered(options);
  useKeys(
    Object.fromEntries(
      [...numbers].map(([bedId, number]) => [
        String(number),
        () => {
          const option = options.find((candidate) => candidate.bed.id === bedId);
          if (option !== undefined) onChoose(option);
          return true;
        },
      ]),
    ),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[role=radio]:not(:disabled)') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[at + step]?.focus();
    event.preventDefault();
  };
  return (
    <section aria-label={title} onKeyDown={onKeyDown}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        <span className={classes.note}>{t('bedOption.order')}</span>
        <SearchBox
          label={t('bedOption.find')}
          value={typed}
          onChange={setTyped}
          shortcut="B"
          onEnter={(text) => {
            const meant = meantBed(options, text);
            if (meant !== null) onChoose(meant);
          }}
        />
      </div>
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isSuccess && options.length === 0 ? (
        <Placeholder kind="empty" text={t('bedOption.none')} />
      ) : null}
      {options.length > 0 && found.length === 0 ? (
        <Placeholder kind="empty" text={t('bedOption.noneMatch')} />
      ) : null}
      <div ref={list} className={classes.list} role="radiogroup" aria-label={title}>
        {found.map((option) => (
          <OptionRow
            key={option.bed.id}
            option={option}
            number={numbers.get(option.bed.id) ?? null}
            isChosen={option.bed.id === chosen}
            elsewhere={wardId !== null && option.bed.ward_id !== wardId}
            onChoose={onChoose}
          />
        ))}
      </div>
    </section>
  );
}

interface OptionRowProps {
  readonly option: BedOption;
  readonly number: number | null;
  readonly isChosen: boolean;
  readonly elsewhere: boolean;
  readonly onChoose: (option: BedOption) => void;
}

function OptionRow({ option, number, isChosen, elsewhere, onChoose }: OptionRowProps) {
  const words = useOptionWords();
  const what = words(option, elsewhere);
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      className={classes.option}
      disabled={!isOffered(option)}
      data-testid={`bed-option-${option.bed.label}`}
      onClick={() => {
        onChoose(option);
      }}
    >
      {number === null ? <Icon name={isOffered(option) ? 'bed' : 'closed'} /> : <BedNumber number={number} />}
      <span className={classes.label}>{option.bed.label}</span>
      <span className={classes.what}>
        <strong>{what}</strong>
        <Capabilities names={option.bed.capabilities} />
      </span>
      <Fit option={option} />
    </button>
  );
}

function Fit({ option }: { readonly option: BedOption }) {
  const { t } = useTranslation();
  if (option.lacks.length > 0) {
    const list = option.lacks.map((name) => capabilityWord(name, t)).join(', ');
    return (
      <span className={classes.fit} data-warn>
        <CheckMark result="warn" />
        {t('bedOption.lacks', { list })}
      </span>
    );
  }
  return (
    <span className={classes.fit} data-fit={option.fit}>
      {option.fit === 'suits' ? <Icon name="check" size={12} /> : null}
      {t(`bedOption.fit.${option.fit}`)}
    </span>
  );
}
