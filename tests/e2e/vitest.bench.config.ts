import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['*.bench.ts'], fileParallelism: false, maxWorkers: 1, reporters: ['verbose'], hookTimeout: 180_000 },
});
