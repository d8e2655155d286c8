import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import '@fontsource-variable/inter/opsz.css';
import './mantine-parts.css';
import './tokens.css';
import './base.css';
import './mantine.css';
import { theme, tokensForMantine } from './theme.ts';

/** Theme, font and tokens: the same ground for the main window and the alert window. */
export function Root({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={tokensForMantine} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
