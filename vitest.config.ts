/**
 * Unit, socket and integration tests. A worker keeps its modules from one test file to the next, since loading them takes
 * longer than the tests: whatever a test replaces or opens, it puts back or closes itself (tests/support/keep-open.ts).
 */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'shared/**/*.test.ts',
      'electron/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'tests/integration/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    isolate: false,
    maxWorkers: availableParallelism(),
  },
});
