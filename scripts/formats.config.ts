/** Runs formats-table.ts under vitest: the oracle notes it reads belong to the tests. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['scripts/formats-table.ts'], environment: 'node', testTimeout: 300_000 },
});
