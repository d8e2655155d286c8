import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './design/Root.tsx';
import './lib/i18n/i18n.ts';

const container = document.getElementById('root');
if (container !== null) {
  createRoot(container).render(
    <StrictMode>
      <Root>{null}</Root>
    </StrictMode>,
  );
}
