import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './design/Root.tsx';
import './lib/i18n/i18n.ts';
import { App } from './shell/App.tsx';
import { createQueryClient } from './shell/query-client.ts';

const container = document.getElementById('root');
if (container !== null) {
  createRoot(container).render(
    <StrictMode>
      <Root>
        <QueryClientProvider client={createQueryClient()}>
          <App />
        </QueryClientProvider>
      </Root>
    </StrictMode>,
  );
}
