import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** What can stand beside the board. It is part of the address: reloading keeps it, and Back closes it. */
export const PANELS = [
  'admit',
  'transfer',
  'plan',
  'discharge',
  'cancel',
  'send',
  'bed',
  'reserve',
  'transfers',
] as const;
export type PanelName = (typeof PANELS)[number];

export interface BoardSearch {
  /** A ward's id, or `all`. */
  readonly ward?: string;
  readonly panel?: PanelName;
  /** Whom the panel is about. */
  readonly patient?: string;
  /** Which bed it is about: the one to keep, or the one chosen as a target. */
  readonly bed?: string;
  /** Another way to say `panel=admit&patient=…`, for links from a patient's chart. */
  readonly admit?: string;
}

export const ALL_WARDS = 'all';

/** Reads an address as the board understands it; anything else in it is dropped. */
export function boardSearch(raw: Readonly<Record<string, unknown>>): BoardSearch {
  const text = (name: string) => {
    const value = raw[name];
    return typeof value === 'string' && value !== '' ? { [name]: value } : {};
  };
  const panel = PANELS.find((name) => name === raw.panel);
  return {
    ...text('ward'),
    ...(panel === undefined ? {} : { panel }),
    ...text('patient'),
    ...text('bed'),
    ...text('admit'),
  };
}

export interface BoardPlace {
  readonly ward: string | null;
  readonly panel: PanelName | null;
  readonly patient: string | null;
  readonly bed: string | null;
  /** Goes to another place of the board; the ward stays unless it is named. */
  readonly go: (next: BoardSearch, how?: 'push' | 'replace') => void;
  /** Closes whatever stands beside the board. */
  readonly close: () => void;
}

export function useBoardPlace(): BoardPlace {
  const search = boardSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const { ward } = search;
  const go = useCallback(
    (next: BoardSearch, how: 'push' | 'replace' = 'push') => {
      const kept = ward === undefined ? {} : { ward };
      void navigate({ to: '.', search: { ...kept, ...next }, replace: how === 'replace' });
    },
    [navigate, ward],
  );
  const close = useCallback(() => {
    go({});
  }, [go]);
  return {
    ward: search.ward ?? null,
    panel: search.admit === undefined ? (search.panel ?? null) : 'admit',
    patient: search.admit ?? search.patient ?? null,
    bed: search.bed ?? null,
    go,
    close,
  };
}
