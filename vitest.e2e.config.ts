/** End-to-end tests: one file after the other, since each opens real windows. Started by scripts/e2e.mjs. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.spec.ts'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine may need seconds to paint; a poll that succeeds ends at once.
    expect: { poll: { timeout: 15_000 } },
  },
});
