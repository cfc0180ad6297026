/** Builds what runs in Node: the app's main process, its workers and the CLI, as ES modules in dist/electron. */
import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/electron',
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: 'electron/main.ts',
        'traffic-worker': 'electron/traffic/traffic-worker.ts',
        'capture-worker': 'electron/capture/capture-worker.ts',
        'checkpoint-thread': 'electron/capture/checkpoint-thread.ts',
        'query-worker': 'electron/storage/query-worker.ts',
        cli: 'electron/cli/cli.ts',
      },
      // Chunks lie beside the entries: worker files are found relative to whichever module starts them.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
    },
  },
  // Everything is bundled but Electron itself and the one native module, which must lie on disk to be loaded.
  ssr: { noExternal: true, external: ['electron', '@photostructure/sqlite'] },
});
