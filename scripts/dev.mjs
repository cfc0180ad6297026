/** `npm run dev`: the window with hot reload, and the app restarted whenever its own part was built anew. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { findElectronRuntime } from './electron-runtime.mjs';
import { prepare } from './prepare.mjs';
import { root, say, stop } from './run-command.mjs';
import { ensureSystemLibraries, hasDisplay } from './system-libraries.mjs';

await prepare();
if (!hasDisplay()) stop('npm run dev opens a window, but there is no display here. Try: xvfb-run -a npm run dev');
await ensureSystemLibraries({ needsVirtualDisplay: false });
const runtime = await findElectronRuntime().catch((error) => stop(error.message));
const vite = await import('vite');
process.chdir(root);

const server = await vite.createServer({
  root: path.join(root, 'renderer'),
  configFile: path.join(root, 'vite.renderer.config.ts'),
});
await server.listen();
const pageUrl = `http://127.0.0.1:${server.config.server.port}/`;
say(`the window is served at ${pageUrl}`);

/** @type {import('node:child_process').ChildProcess | null} */
let app = null;
let isRestarting = false;
const built = new Set();

for (const config of ['vite.electron.config.ts', 'vite.preload.config.ts']) await watch(config);
process.on('SIGINT', leave);
process.on('SIGTERM', leave);

/** @param {string} config */
async function watch(config) {
  const watcher = await vite.build({
    root,
    configFile: path.join(root, config),
    logLevel: 'warn',
    build: { watch: {} },
  });
  if (!('on' in watcher)) throw new Error(`${config} cannot be watched`);
  watcher.on('event', (event) => {
    if (event.code !== 'END') return;
    built.add(config);
    if (built.size === 2) restart();
  });
}

function restart() {
  if (!app) return launch();
  say('restarting the app ...');
  isRestarting = true;
  app.kill('SIGTERM');
}

function launch() {
  isRestarting = false;
  const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const environment = { ...process.env, WIRELENS_DEV_URL: pageUrl };
  app = spawn(runtime.executable, [...flags, root], { stdio: 'inherit', env: environment });
  app.on('exit', () => {
    app = null;
    if (isRestarting) launch();
    else leave();
  });
}

function leave() {
  app?.kill('SIGTERM');
  process.exit(0);
}
