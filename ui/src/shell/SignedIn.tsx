import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import type { Me } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Notice } from '../design/Notice.tsx';
import { MeProvider, useMeQuery } from '../features/session/me.ts';
import { signOut } from '../features/session/session-store.ts';
import { errorWords } from '../lib/errors/error-words.ts';
import { ZoneProvider, useZone } from '../lib/time/ZoneContext.tsx';
import { platform } from '../platform/current-platform.ts';
import { createAppRouter } from './router.tsx';
import { SplashScreen } from './SplashScreen.tsx';
import { useLiveStream } from './use-live-stream.ts';

/** Everything a signed-in person sees. */
export function SignedIn() {
  const { t } = useTranslation();
  const me = useMeQuery();
  if (me.data !== undefined) return <AtWork me={me.data} />;
  if (!me.isError) return <SplashScreen />;
  return (
    <SplashScreen>
      <Notice tone="stop" title={t('error.title')}>
        {errorWords(problemOf(me.error), t)}
      </Notice>
      <Button tone="primary" onClick={() => void me.refetch()}>
        {t('error.tryAgain')}
      </Button>
      <Button onClick={() => void signOut()}>{t('top.signOut')}</Button>
    </SplashScreen>
  );
}

function AtWork({ me }: { readonly me: Me }) {
  const zone = useZone();
  const [router] = useState(() => createAppRouter(me.role));
  useLiveStream(me);
  useEffect(
    () =>
      platform.onOpenAlert((alertId) => {
        void router.navigate({ to: '/alerts/$alertId', params: { alertId } });
      }),
    [router],
  );
  return (
    <ZoneProvider value={me.hospital?.time_zone ?? zone}>
      <MeProvider value={me}>
        <RouterProvider router={router} />
      </MeProvider>
    </ZoneProvider>
  );
}
