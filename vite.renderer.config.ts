/** Builds the window into dist/renderer; with `npm run dev` also serves it with hot reload. */
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * Hot reload needs an inline script and a socket to its own server. Only the development server loosens the policy;
 * the built page keeps the strict one of index.html.
 */
function developmentPolicy(): Plugin {
  return {
    name: 'development-policy',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html
        .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
        .replace("connect-src 'none'", 'connect-src ws://127.0.0.1:* http://127.0.0.1:*'),
  };
}

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), developmentPolicy()],
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
  server: { host: '127.0.0.1' },
});
