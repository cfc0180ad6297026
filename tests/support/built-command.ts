/** The `wirelens` command bundled as it ships, for tests that run it as a process of its own. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

/** Path of the command's file; its folder, within the repository so that the native module is found, goes with this process. */
export async function buildCommand(): Promise<string> {
  const parent = join(root, 'node_modules', '.cache', 'wirelens-tests');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'command-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      minify: false,
      rolldownOptions: {
        input: {
          cli: join(root, 'electron/cli/cli.ts'),
          'capture-worker': join(root, 'electron/capture/capture-worker.ts'),
          'query-worker': join(root, 'electron/storage/query-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
      },
    },
    ssr: { noExternal: true, external: ['electron', '@photostructure/sqlite'] },
  });
  return join(folder, 'cli.js');
}
