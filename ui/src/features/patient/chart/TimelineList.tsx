import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '../../../api/types.ts';
import { Icon, type IconName } from '../../../design/Icon.tsx';
import { SeverityShape } from '../../../design/SeverityShape.tsx';
import { useNowMs } from '../../../lib/time/clock.ts';
import { formatDate, formatTime } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import classes from './TimelineList.module.css';

const ICONS: Record<TimelineEntry['kind'], IconName> = {
  admission: 'bed',
  discharge: 'leaving',
  move: 'arrowRight',
  alert: 'alarm',
  condition: 'note',
  allergy: 'exclaim',
  observation_set: 'pulse',
  medication: 'pill',
  death: 'dash',
  registration: 'person',
};

/** Entries under their days, the newest first. */
export function TimelineList({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  const zone = useZone();
  const today = formatDate(useNowMs(), zone);
  const days: { day: string; entries: TimelineEntry[] }[] = [];
  for (const entry of entries) {
    const day = formatDate(entry.at, zone);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return (
    <>
      {days.map(({ day, entries: ofDay }) => (
        <section key={`${day}-${ofDay[0]?.id ?? ''}`}>
          <h3 className={classes.day}>{day === today ? t('timeline.today', { date: day }) : day}</h3>
          <ol>
            {ofDay.map((entry) => (
              <li key={entry.id} className={classes.entry}>
                <time className={classes.time} dateTime={entry.at}>
                  {formatTime(entry.at, zone)}
                </time>
                <span className={classes.mark}>
                  {entry.severity == null ? (
                    <Icon name={ICONS[entry.kind]} />
                  ) : (
                    <SeverityShape severity={entry.severity} size={16} />
                  )}
                </span>
                <span className={classes.words}>
                  <strong>
                    <bdi>{entry.title}</bdi>
                  </strong>
                  {entry.detail == null ? null : (
                    <span>
                      <bdi>{entry.detail}</bdi>
                    </span>
                  )}
                  {entry.by == null ? null : (
                    <span className={classes.by}>
                      <bdi>{entry.by}</bdi>
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
