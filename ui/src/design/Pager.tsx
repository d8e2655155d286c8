import { useTranslation } from 'react-i18next';
import type { PageOf } from '../api/page.ts';
import { Button } from './Button.tsx';
import classes from './Pager.module.css';

interface PagerProps {
  readonly page: PageOf<unknown>;
  readonly skip: number;
  readonly size: number;
  readonly onSkip: (skip: number) => void;
}

/** Which rows of how many, and the way to the others. Where the server stops counting it says "more". */
export function Pager({ page, skip, size, onSkip }: PagerProps) {
  const { t } = useTranslation();
  const last = skip + page.items.length;
  const hasMore = page.total === null ? page.items.length === size : last < page.total;
  if (page.items.length === 0 && skip === 0) return null;
  const range = { first: page.items.length === 0 ? skip : skip + 1, last, total: page.total ?? 0 };
  return (
    <nav className={classes.pager} aria-label={t('pager.label')}>
      <span>{page.total === null ? t('pager.open', range) : t('pager.range', range)}</span>
      <span className={classes.spring} />
      {skip > 0 ? (
        <Button
          size="small"
          onClick={() => {
            onSkip(Math.max(0, skip - size));
          }}
        >
          {t('pager.previous')}
        </Button>
      ) : null}
      {hasMore ? (
        <Button
          size="small"
          onClick={() => {
            onSkip(skip + size);
          }}
        >
          {t('pager.next')}
        </Button>
      ) : null}
    </nav>
  );
}
