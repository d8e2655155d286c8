import { Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DemoWatermark } from '../design/DemoMark.tsx';
import { AlertAnnouncer } from '../features/alert/AlertAnnouncer.tsx';
import { AlertDesk } from '../features/alert/AlertDesk.tsx';
import { useIsDemo } from '../features/installation/use-is-demo.ts';
import { hearsAlerts, useMe } from '../features/session/me.ts';
import { useKeys } from '../lib/keyboard/use-keys.ts';
import classes from './Frame.module.css';
import { KeysDialog } from './KeysDialog.tsx';
import { LinkBanner } from './LinkBanner.tsx';
import { Messages } from './Messages.tsx';
import { Rail } from './Rail.tsx';
import { SoundBanner } from './SoundBanner.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

/** One fixed place per thing: top bar, rail, status bar, and the alerts at the end of the screen. */
export function Frame() {
  const { t } = useTranslation();
  const me = useMe();
  const isDemo = useIsDemo();
  const navigate = useNavigate();
  const [keysOpen, setKeysOpen] = useState(false);
  const hears = hearsAlerts(me);
  useKeys({
    F1: () => {
      setKeysOpen(true);
      return true;
    },
  });
  return (
    <div className={classes.frame}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          // The address behind # is the screen's own: the link only carries the focus.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('frame.skip')}
      </a>
      <TopBar isDemo={isDemo} />
      <LinkBanner />
      <SoundBanner />
      <div className={classes.middle}>
        <Rail
          onKeys={() => {
            setKeysOpen(true);
          }}
        />
        {hears ? (
          <AlertDesk
            onOpen={(alert) => void navigate({ to: '/alerts/$alertId', params: { alertId: alert.alert_id } })}
          >
            <main id="main" className={classes.main} tabIndex={-1}>
              <Outlet />
            </main>
          </AlertDesk>
        ) : (
          <main id="main" className={classes.main} tabIndex={-1}>
            <Outlet />
          </main>
        )}
      </div>
      <StatusBar />
      <Messages />
      {hears ? <AlertAnnouncer /> : null}
      {keysOpen ? (
        <KeysDialog
          onClose={() => {
            setKeysOpen(false);
          }}
        />
      ) : null}
      {isDemo ? <DemoWatermark /> : null}
    </div>
  );
}
