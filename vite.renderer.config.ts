/** Builds the window into dist/renderer; with `npm run dev` also serves it with hot reload. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { developmentPolicy } from './electron/app/content-policy.ts';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome130',
    outDir: '../dist/renderer',
    emptyOutDir: true,
    sourcemap: true,
    // Everything is a file of our own: the content policy knows no data: fonts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  server: { host: '127.0.0.1', headers: { 'content-security-policy': developmentPolicy } },
});
