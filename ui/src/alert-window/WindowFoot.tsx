import { useTranslation } from 'react-i18next';
import type { Alert } from '../api/types.ts';
import { Icon } from '../design/Icon.tsx';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './WindowFoot.module.css';

const ROOM = 3;

interface WindowFootProps {
  readonly alert: Alert;
  readonly phone: string | null;
  readonly note: string | null;
}

/** Who else has it on a screen, or that nobody was reached; and that these are not the bedside monitors. */
export function WindowFoot({ alert, phone, note }: WindowFootProps) {
  const { t } = useTranslation();
  const here = useStation()?.workstation?.name;
  const { stations, nobody_reached: nobody } = alert.reach;
  const number = alert.reach.phone ?? phone;
  const room = note === null ? ROOM : ROOM - 1;
  const more = stations.length - room;
  return (
    <footer className={classes.foot}>
      {nobody ? (
        <strong className={classes.nobody}>
          <Icon name="phone" size={12} />
          {number == null ? t('reach.nobody') : t('reach.nobodyPhone', { phone: number })}
        </strong>
      ) : null}
      {nobody
        ? null
        : stations.slice(0, room).map((station) => (
            <span key={station.name} className={classes.station}>
              <strong>{station.name === here ? t('window.here') : station.name}</strong>
              <Icon name={station.displayed ? 'eye' : 'dash'} size={12} />
              {station.displayed ? t('window.displayed') : t('window.notDisplayed')}
              {station.displayed ? <Icon name={station.sounded ? 'sound' : 'mute'} size={12} /> : null}
              {station.displayed ? (station.sounded ? t('window.sounded') : t('window.noSound')) : null}
            </span>
          ))}
      {!nobody && stations.length === 0 ? <span>{t('reach.waiting')}</span> : null}
      {more > 0 ? <span>{t('window.more', { count: more })}</span> : null}
      <span className={classes.spring} />
      {note === null ? null : <span>{note}</span>}
    </footer>
  );
}
