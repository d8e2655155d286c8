import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from '@tanstack/react-router';
import { type RenderResult, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Me } from '../api/types.ts';
import { MeProvider } from '../features/session/me.ts';
import { ZoneProvider } from '../lib/time/ZoneContext.tsx';
import { nurse } from './samples.ts';

/** A screen with everything around it that it needs, signed in as the nurse. */
export function renderApp(screen: ReactNode, me: Me = nurse): RenderResult {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
  const root = createRootRoute({ component: () => screen });
  const routes = [
    '/',
    '/board',
    '/alerts/$alertId',
    '/patients',
    '/patients/register',
    '/patients/$patientId',
  ].map((path) => createRoute({ getParentRoute: () => root, path }));
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <ZoneProvider value="Europe/London">
          <MeProvider value={me}>
            <RouterProvider router={router as never} />
          </MeProvider>
        </ZoneProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
