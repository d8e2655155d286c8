import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../design/Notice.tsx';
import { FirstRunScreen } from '../features/installation/FirstRunScreen.tsx';
import { StartFailedScreen } from '../features/installation/StartFailedScreen.tsx';
import { StartingScreen } from '../features/installation/StartingScreen.tsx';
import { resumeSession, useSessionPhase } from '../features/session/session-store.ts';
import { SignInScreen } from '../features/session/SignInScreen.tsx';
import { followStation, stationFault, useStation } from '../features/workstation/station-store.ts';
import { unsayAll } from '../lib/messages/messages.ts';
import { useObservable } from '../lib/observable/observable.ts';
import { ZoneProvider } from '../lib/time/ZoneContext.tsx';
import { platform } from '../platform/current-platform.ts';
import { QuitDialog } from './QuitDialog.tsx';
import { SplashScreen } from './SplashScreen.tsx';
import { SignedIn } from './SignedIn.tsx';

/** Which of the whole-window states this is: first run, starting, failed, sign-in, or at work. */
export function App() {
  const station = useStation();
  useEffect(followStation, []);
  const zone = station?.workstation?.hospital.time_zone;
  const screen = (
    <>
      <Screens />
      <QuitDialog />
    </>
  );
  return zone === undefined ? screen : <ZoneProvider value={zone}>{screen}</ZoneProvider>;
}

function Screens() {
  const { t } = useTranslation();
  const station = useStation();
  const fault = useObservable(stationFault);
  const port = platform.station;
  if (port === null) return <SessionScreens />;
  if (station === null) {
    return fault === null ? (
      <SplashScreen />
    ) : (
      <SplashScreen>
        <Notice tone="stop">{t('start.shell')}</Notice>
      </SplashScreen>
    );
  }
  switch (station.phase) {
    case 'first_run':
      return <FirstRunScreen port={port} station={station} />;
    case 'starting':
      return <StartingScreen station={station} />;
    case 'failed':
      return <StartFailedScreen port={port} station={station} />;
    case 'ready':
      return <SessionScreens />;
  }
}

/** What may be known before signing in. */
const OPEN_TO_ALL = new Set(['installation', 'ready']);

function SessionScreens() {
  const phase = useSessionPhase();
  const client = useQueryClient();
  useEffect(() => {
    void resumeSession();
  }, []);
  // The next person starts at home, with nothing of what was loaded or shown for the last one.
  useEffect(() => {
    if (phase !== 'signed_out') return;
    client.removeQueries({ predicate: (query) => !OPEN_TO_ALL.has(String(query.queryKey[0])) });
    unsayAll();
    window.history.replaceState(null, '', window.location.pathname);
  }, [client, phase]);
  if (phase === 'resuming') return <SplashScreen />;
  return phase === 'signed_in' ? <SignedIn /> : <SignInScreen />;
}
