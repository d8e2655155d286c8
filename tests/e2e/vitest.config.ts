import { defineConfig } from 'vitest/config';

// One desktop at a time: each journey has its own display and session bus, but two cores are soon busy.
export default defineConfig({
  test: {
    include: ['*.test.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    reporters: ['verbose'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
