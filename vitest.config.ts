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
    // A busy machine may need ten times as long. Nothing waits this long that is going to succeed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    pool: 'forks',
    isolate: false,
    maxWorkers: availableParallelism(),
    // What was transformed the last time is not transformed again: about a tenth of the whole cost.
    experimental: { fsModuleCache: true, fsModuleCachePath: '.cache/tests' },
  },
});
