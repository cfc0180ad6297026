/** Real agents and SDKs through Wirelens, one after the other. Started by scripts/agents.mjs, on demand only. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/agents/**/*.spec.ts'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 360_000,
    hookTimeout: 120_000,
  },
});
