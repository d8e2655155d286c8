import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Workstation } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { CheckMark } from '../../design/CheckMark.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import { Screen } from '../../design/Screen.tsx';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useNowMs } from '../../lib/time/clock.ts';
import { formatMoment } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { useKeys } from '../../lib/keyboard/use-keys.ts';
import { useLinkStatus } from './live-link.ts';
import { EnrolmentCodeDialog } from './EnrolmentCodeDialog.tsx';
import { RemoveStationDialog } from './RemoveStationDialog.tsx';
import classes from './StationsScreen.module.css';
import { useStations } from './workstation-queries.ts';

/** Every enrolled station, whether it listens, and the code to enrol one more. For administrators. */
export function StationsScreen() {
  const { t } = useTranslation();
  const query = useStations();
  const link = useLinkStatus();
  const [removing, setRemoving] = useState<Workstation | null>(null);
  const [enrolling, setEnrolling] = useState(false);
  const isLost = link.state === 'lost';
  const silent = query.data?.filter((station) => !station.listening).length ?? 0;
  useKeys({
    N: () => {
      if (!isLost) setEnrolling(true);
      return true;
    },
  });
  return (
    <Screen
      title={t('stations.title')}
      note={
        query.data === undefined || query.data.length === 0 ? '' : t('stations.silent', { count: silent })
      }
      actions={
        <Button
          tone="primary"
          icon="plus"
          keys="N"
          disabled={isLost}
          onClick={() => {
            setEnrolling(true);
          }}
        >
          {t('stations.makeCode')}
        </Button>
      }
    >
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data?.length === 0 ? <Placeholder kind="empty" text={t('stations.none')} /> : null}
      {query.data === undefined || query.data.length === 0 ? null : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('stations.column.name')}</th>
              <th scope="col">{t('stations.column.kind')}</th>
              <th scope="col">{t('stations.column.wards')}</th>
              <th scope="col">{t('stations.column.listening')}</th>
              <th scope="col">{t('stations.column.seen')}</th>
              <th aria-label={t('stations.column.action')} />
            </tr>
          </thead>
          <tbody>
            {query.data.map((station) => (
              <StationRow key={station.id} station={station} disabled={isLost} onRemove={setRemoving} />
            ))}
          </tbody>
        </table>
      )}
      {removing === null ? null : (
        <RemoveStationDialog
          station={removing}
          onClose={() => {
            setRemoving(null);
          }}
        />
      )}
      {enrolling ? (
        <EnrolmentCodeDialog
          onClose={() => {
            setEnrolling(false);
          }}
        />
      ) : null}
    </Screen>
  );
}

interface StationRowProps {
  readonly station: Workstation;
  readonly disabled: boolean;
  readonly onRemove: (station: Workstation) => void;
}

function StationRow({ station, disabled, onRemove }: StationRowProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNowMs();
  return (
    <tr>
      <th scope="row">
        <bdi>{station.name}</bdi>
      </th>
      <td>{t(`kind.${station.kind}`)}</td>
      <td>{station.wards.map((ward) => ward.name).join(', ')}</td>
      <td>
        <span className={classes.listening}>
          <CheckMark result={station.listening ? 'pass' : 'warn'} />
          {station.listening ? t('stations.listening') : t('stations.notListening')}
        </span>
      </td>
      <td>
        {station.last_seen_at == null ? t('stations.never') : formatMoment(station.last_seen_at, zone, now)}
      </td>
      <td className={classes.action}>
        <Button
          size="small"
          disabled={disabled}
          aria-label={t('stations.removeNamed', { name: station.name })}
          onClick={() => {
            onRemove(station);
          }}
        >
          {t('stations.remove')}
        </Button>
      </td>
    </tr>
  );
}
