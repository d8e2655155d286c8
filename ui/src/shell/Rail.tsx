import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../design/Icon.tsx';
import { useOpenAlerts } from '../features/alert/alert-queries.ts';
import { useMe } from '../features/session/me.ts';
import { DESTINATIONS, type Destination } from './destinations.ts';
import classes from './Rail.module.css';

export function Rail({ onKeys }: { readonly onKeys: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const mine = DESTINATIONS.filter((destination) => destination.roles.includes(me.role));
  const isSetting = (destination: Destination) => destination.name === 'station';
  return (
    <nav className={classes.rail} aria-label={t('frame.destinations')}>
      {mine
        .filter((destination) => !isSetting(destination))
        .map((destination) => (
          <RailLink key={destination.name} destination={destination} />
        ))}
      <span className={classes.spring} />
      {mine.filter(isSetting).map((destination) => (
        <RailLink key={destination.name} destination={destination} />
      ))}
      <button type="button" className={classes.item} onClick={onKeys} aria-keyshortcuts="F1">
        <Icon name="question" size={20} />
        {t('frame.keys')}
      </button>
    </nav>
  );
}

function RailLink({ destination }: { readonly destination: Destination }) {
  const { t } = useTranslation();
  return (
    <Link
      to={destination.path}
      className={classes.item}
      activeProps={{ 'data-on': true, 'aria-current': 'page' }}
    >
      <Icon name={destination.icon} size={20} />
      {t(`frame.${destination.name}`)}
      {destination.name === 'alerts' ? <OpenBadge /> : null}
    </Link>
  );
}

function OpenBadge() {
  const { t } = useTranslation();
  const count = useOpenAlerts().data?.length ?? 0;
  return count === 0 ? null : (
    <span className={classes.badge} aria-label={t('frame.openCount', { count })}>
      {count}
    </span>
  );
}
