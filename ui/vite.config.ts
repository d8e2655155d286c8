import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig(async ({ mode }) => ({
  // The same files are served by Tauri's own protocol and by the server at `/`.
  base: '/',
  plugins: [react(), ...(mode === 'mock' ? [(await import('./dev/mock-plugin.ts')).mockBackend()] : [])],
  build: {
    target: 'es2022',
    // One inlined font or image would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        main: resolve(import.meta.dirname, 'index.html'),
        alert: resolve(import.meta.dirname, 'alert.html'),
      },
    },
  },
  server: { port: 5173, strictPort: true },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test-setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
  },
}));
