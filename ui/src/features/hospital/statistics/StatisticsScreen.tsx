import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/problem.ts';
import type { HospitalStatistics } from '../../../api/types.ts';
import { Card } from '../../../design/Card.tsx';
import { FilterButton } from '../../../design/FilterButton.tsx';
import { Placeholder } from '../../../design/Placeholder.tsx';
import { errorWords } from '../../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../../lib/keyboard/use-screen-keys.ts';
import { useNowMs } from '../../../lib/time/clock.ts';
import { formatMoment } from '../../../lib/time/format.ts';
import { useZone } from '../../../lib/time/ZoneContext.tsx';
import { useMe } from '../../session/me.ts';
import { useHospitals, useStatistics } from '../hospital-queries.ts';
import { HospitalHead } from '../HospitalHead.tsx';
import { DayCharts } from './DayCharts.tsx';
import { DayTable } from './DayTable.tsx';
import { Figures } from './Figures.tsx';
import classes from './StatisticsScreen.module.css';
import { WardOccupancyChart } from './WardOccupancyChart.tsx';
import { WardTable } from './WardTable.tsx';

/** How full the hospital is and how it moves, as pictures; the same figures as tables at one key. */
export function StatisticsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const hospitals = useHospitals();
  const [chosen, setChosen] = useState<string | null>(null);
  const [asTables, setAsTables] = useState(false);
  const known = hospitals.data ?? [];
  const hospitalId = chosen ?? me.hospital?.id ?? known[0]?.id ?? null;
  useScreenKeys({
    T: () => {
      setAsTables((before) => !before);
      return true;
    },
  });
  return (
    <div className={classes.screen}>
      <HospitalHead
        title={t('statistics.title')}
        hospitals={known}
        chosen={hospitalId}
        onChoose={setChosen}
        note={hospitalId === null ? null : <AsAt hospitalId={hospitalId} />}
        actions={
          <FilterButton icon="dense" keys="T" on={asTables} onChange={setAsTables}>
            {t('statistics.asTables')}
          </FilterButton>
        }
      />
      {hospitalId === null ? (
        <NoHospital
          pending={hospitals.isPending}
          error={hospitals.error}
          onRetry={() => void hospitals.refetch()}
        />
      ) : (
        <OfHospital key={hospitalId} hospitalId={hospitalId} asTables={asTables} />
      )}
    </div>
  );
}

interface NoHospitalProps {
  readonly pending: boolean;
  readonly error: unknown;
  readonly onRetry: () => void;
}

function NoHospital({ pending, error, onRetry }: NoHospitalProps) {
  const { t } = useTranslation();
  if (error !== null)
    return <Placeholder kind="error" text={errorWords(problemOf(error), t)} onRetry={onRetry} />;
  if (pending) return <Placeholder kind="loading" />;
  return <Placeholder kind="empty" text={t('hospital.none')} />;
}

function AsAt({ hospitalId }: { readonly hospitalId: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  const { dataUpdatedAt } = useStatistics(hospitalId);
  return dataUpdatedAt === 0 ? null : (
    <span className={classes.asAt}>{t('link.asAt', { time: formatMoment(dataUpdatedAt, zone, now) })}</span>
  );
}

interface OfHospitalProps {
  readonly hospitalId: string;
  readonly asTables: boolean;
}

function OfHospital({ hospitalId, asTables }: OfHospitalProps) {
  const { t } = useTranslation();
  const query = useStatistics(hospitalId);
  return (
    <div className={classes.body}>
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.data === undefined ? null : <Shown statistics={query.data} asTables={asTables} />}
    </div>
  );
}

interface ShownProps {
  readonly statistics: HospitalStatistics;
  readonly asTables: boolean;
}

function Shown({ statistics, asTables }: ShownProps) {
  const { t } = useTranslation();
  return (
    <>
      <Figures statistics={statistics} />
      <div className={classes.charts}>
        <Card title={t('statistics.byWard')}>
          {statistics.wards.length === 0 ? (
            <Placeholder kind="empty" text={t('hospital.noWards')} />
          ) : asTables ? (
            <WardTable wards={statistics.wards} />
          ) : (
            <WardOccupancyChart wards={statistics.wards} />
          )}
        </Card>
        {statistics.days.length === 0 ? (
          <Card title={t('statistics.byDay')}>
            <Placeholder kind="empty" text={t('statistics.noDays')} />
          </Card>
        ) : asTables ? (
          <Card
            title={t('statistics.byDay')}
            note={t('statistics.lastDays', { count: statistics.days.length })}
          >
            <DayTable days={statistics.days} />
          </Card>
        ) : (
          <DayCharts days={statistics.days} totalBeds={statistics.total_beds} />
        )}
      </div>
    </>
  );
}
