import { useTranslation } from 'react-i18next';
import { Icon } from '../design/Icon.tsx';
import { useStation } from '../features/workstation/station-store.ts';
import classes from './LinkBanner.module.css';

/** A station that cannot sound says so in its own bar; a browser says it in the top bar. */
export function SoundBanner() {
  const { t } = useTranslation();
  const station = useStation();
  if (station?.sound.state !== 'no_device') return null;
  return (
    <div className={`${classes.banner ?? ''} ${classes.silent ?? ''}`} role="alert">
      <Icon name="mute" />
      <strong className={classes.words}>{t('sound.noneBanner')}</strong>
    </div>
  );
}
