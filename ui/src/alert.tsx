import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AlertWindow } from './alert-window/AlertWindow.tsx';
import { Root } from './design/Root.tsx';
import './lib/i18n/i18n.ts';
import { platform } from './platform/current-platform.ts';
import { createQueryClient } from './shell/query-client.ts';

const container = document.getElementById('root');
const port = platform.alertWindow;
if (container !== null && port !== null) {
  createRoot(container).render(
    <StrictMode>
      <Root>
        <QueryClientProvider client={createQueryClient()}>
          <AlertWindow port={port} />
        </QueryClientProvider>
      </Root>
    </StrictMode>,
  );
}
