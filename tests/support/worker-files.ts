/**
 * The workers and the command bundled from source as they ship, once per test process: vitest runs TypeScript, a Worker
 * or a process does not. The bundles lie under node_modules/.cache, where native packages can be found from.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

export type WorkerFiles = { readonly capture: URL; readonly query: URL; readonly traffic: URL };

/** The built file of an entry. */
type FileOf = (name: string) => URL;

const repository = fileURLToPath(new URL('../..', import.meta.url));
let bundled: Promise<FileOf> | null = null;

/** Files for `createCapture` and `createQueries`; the first call bundles all programs, which takes about a second. */
export async function workerFiles(): Promise<WorkerFiles> {
  const fileOf = await programs();
  return { capture: fileOf('capture-worker'), query: fileOf('query-worker'), traffic: fileOf('traffic-worker') };
}

/**
 * Command, workers and the program that tests kill, by the names of their entries; beside each other, since the command looks
 * for its workers there.
 */
export function programs(): Promise<FileOf> {
  bundled ??= bundleForNode({
    cli: 'electron/cli/cli.ts',
    'traffic-worker': 'electron/traffic/traffic-worker.ts',
    'capture-worker': 'electron/capture/capture-worker.ts',
    'checkpoint-thread': 'electron/capture/checkpoint-thread.ts',
    'query-worker': 'electron/storage/query-worker.ts',
    'capture-child': 'tests/support/capture-child.ts',
  });
  return bundled;
}

/** Bundles entries (paths from the repository's root) into a folder that is removed when the process ends. */
async function bundleForNode(entries: Readonly<Record<string, string>>): Promise<FileOf> {
  const cache = join(repository, 'node_modules', '.cache', 'wirelens-tests');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'programs-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    root: repository,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['electron', '@photostructure/sqlite'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(repository, path)])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
      },
    },
  });
  return (name) => pathToFileURL(join(folder, `${name}.js`));
}
