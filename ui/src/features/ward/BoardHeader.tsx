import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { KeyCap } from '../../design/KeyCap.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { formatTimeWithSeconds } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { hearsAlerts, useMe } from '../session/me.ts';
import { useLinkStatus } from '../workstation/live-link.ts';
import { BoardActions } from './BoardActions.tsx';
import classes from './BoardHeader.module.css';
import { type BoardFilter, FILTERS, countsOf } from './board-model.ts';
import { WardPicker } from './WardPicker.tsx';

const QUIET: readonly BoardFilter[] = ['no_bed', 'reserved', 'cleaning', 'closed', 'differs'];

interface BoardHeaderProps {
  readonly boards: readonly Board[];
  readonly filter: BoardFilter | null;
  readonly onFilter: (filter: BoardFilter | null) => void;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  readonly dense: boolean;
  readonly onDense: (dense: boolean) => void;
  readonly onWard: (wardId: string) => void;
}

export function BoardHeader(props: BoardHeaderProps) {
  const { boards, filter, onFilter, typed, onTyped, dense, onDense, onWard } = props;
  const { t } = useTranslation();
  const zone = useZone();
  const link = useLinkStatus();
  const input = useRef<HTMLInputElement>(null);
  const counts = countsOf(boards);
  const hears = hearsAlerts(useMe());
  const isShown = (name: BoardFilter) => {
    if (name === 'alerts') return hears;
    // Rare states take room only when there are any; a chosen one stays, so that it can be taken back.
    return !QUIET.includes(name) || counts[name] > 0 || filter === name;
  };
  useKeys({
    '/': () => {
      input.current?.focus();
      return true;
    },
    Escape: () => {
      if (typed === '' && filter === null && document.activeElement !== input.current) return false;
      onTyped('');
      onFilter(null);
      input.current?.blur();
      return true;
    },
  });
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{t('ward.title')}</h1>
      {link.state === 'lost' ? (
        <span className={classes.asAt}>
          {t('link.asAt', { time: formatTimeWithSeconds(link.asAtMs, zone) })}
        </span>
      ) : null}
      <WardPicker boards={boards} onWard={onWard} />
      <div className={classes.counts} role="group" aria-label={t('ward.counts')}>
        {FILTERS.filter((name) => isShown(name)).map((name) => (
          <button
            key={name}
            type="button"
            className={classes.count}
            aria-pressed={filter === name}
            data-testid={`count-${name}`}
            onClick={() => {
              onFilter(filter === name ? null : name);
            }}
          >
            {name === 'differs' ? <Icon name="differs" size={12} /> : null}
            <strong>{counts[name]}</strong> {t(`ward.count.${name}`, { count: counts[name] })}
          </button>
        ))}
      </div>
      <label className={classes.find}>
        <Icon name="find" size={14} />
        <input
          ref={input}
          type="search"
          value={typed}
          placeholder={t('ward.filter')}
          aria-label={t('ward.filterLabel')}
          onChange={(event) => {
            onTyped(event.currentTarget.value);
          }}
        />
        <KeyCap keys="/" />
      </label>
      <button
        type="button"
        className={classes.count}
        aria-pressed={dense}
        aria-keyshortcuts="D"
        aria-label={t('ward.dense')}
        title={t('ward.denseTitle')}
        onClick={() => {
          onDense(!dense);
        }}
      >
        <Icon name="dense" size={14} /> <span className={classes.spare}>{t('ward.dense')}</span>
      </button>
      <BoardActions />
    </header>
  );
}
