import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import type { TimelineEntry } from '../../../api/types.ts';
import { Button } from '../../../design/Button.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { useTimeline } from './chart-queries.ts';
import classes from './ChartScreen.module.css';
import own from './TimelineTab.module.css';
import { TimelineList } from './TimelineList.tsx';

const KINDS: readonly TimelineEntry['kind'][] = [
  'admission',
  'move',
  'discharge',
  'alert',
  'condition',
  'allergy',
  'observation_set',
  'medication',
  'registration',
  'death',
];

/** Everything that happened, the newest first. What could not be loaded is a row of its own, never a gap. */
export function TimelineTab({ patientId }: { readonly patientId: string }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<TimelineEntry['kind'] | null>(null);
  const query = useTimeline(patientId, kind);
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className={classes.body}>
      <div className={classes.head}>
        <h2>{t('chart.tab.timeline')}</h2>
        <NativeSelect
          aria-label={t('timeline.filter')}
          value={kind ?? ''}
          data={[
            { value: '', label: t('timeline.all') },
            ...KINDS.map((value) => ({ value, label: t(`timelineKind.${value}`) })),
          ]}
          onChange={(event) => {
            setKind(KINDS.find((value) => value === event.currentTarget.value) ?? null);
          }}
        />
      </div>
      <div className={own.list}>
        {query.isPending ? <Placeholder kind="loading" /> : null}
        {query.isSuccess && entries.length === 0 ? (
          <Placeholder kind="empty" text={t(kind === null ? 'timeline.none' : 'timeline.noneOfKind')} />
        ) : null}
        <TimelineList entries={entries} />
        {query.isError ? (
          <Placeholder
            kind="error"
            text={`${t(entries.length === 0 ? 'timeline.failed' : 'timeline.failedOlder')} ${errorWords(problemOf(query.error), t)}`}
            onRetry={() => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
          />
        ) : null}
        {query.hasNextPage && !query.isError ? (
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? t('loading') : t('timeline.older')}
          </Button>
        ) : null}
        {query.isSuccess && entries.length > 0 && !query.hasNextPage ? (
          <p className={classes.aside}>{t('timeline.end')}</p>
        ) : null}
      </div>
    </div>
  );
}
