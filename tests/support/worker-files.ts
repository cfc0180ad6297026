/**
 * The two workers bundled from source, once per test process: vitest runs TypeScript, a Worker does not. The bundles lie
 * under node_modules/.cache, where native packages can be found from.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

export type WorkerFiles = { readonly capture: URL; readonly query: URL };

const repository = fileURLToPath(new URL('../..', import.meta.url));
let bundled: Promise<WorkerFiles> | null = null;

/** Files for `createCapture` and `createQueries`; the first call bundles them, which takes about a second. */
export function workerFiles(): Promise<WorkerFiles> {
  bundled ??= bundleWorkers();
  return bundled;
}

async function bundleWorkers(): Promise<WorkerFiles> {
  const files = await bundleForNode({
    'capture-worker': 'electron/capture/capture-worker.ts',
    'query-worker': 'electron/storage/query-worker.ts',
  });
  return { capture: files('capture-worker'), query: files('query-worker') };
}

/** Bundles entries (paths from the repository's root) into a folder that is removed when the process ends. */
export async function bundleForNode(entries: Readonly<Record<string, string>>): Promise<(name: string) => URL> {
  const cache = join(repository, 'node_modules', '.cache', 'wirelens-tests');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'workers-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    root: repository,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(repository, path)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return (name) => pathToFileURL(join(folder, `${name}.mjs`));
}
