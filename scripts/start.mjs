/** `npm start`: installs what is missing, builds what is stale, opens the window. Arguments pass on to the app. */
import path from 'node:path';
import { prepare } from './prepare.mjs';
import { root, run, say, stop } from './run-command.mjs';
import { ensureSystemLibraries, hasDisplay } from './system-libraries.mjs';

await prepare();
process.exitCode = hasDisplay() ? await startWindow() : await startHeadless();

async function startWindow() {
  await ensureSystemLibraries({ needsVirtualDisplay: false });
  const { findElectronRuntime } = await import('./electron-runtime.mjs');
  const { build } = await import('./build.mjs');
  const runtime = await findElectronRuntime().catch((error) => stop(error.message));
  await build().catch((error) => stop(error.message));
  say('opening the window ...');
  return run(runtime.executable, [...rootFlags(), root, ...process.argv.slice(2)], { env: windowEnvironment() });
}

async function startHeadless() {
  const { build } = await import('./build.mjs');
  await build({ only: ['node'] }).catch((error) => stop(error.message));
  say('there is no display (DISPLAY is not set), so the proxy starts without a window. Ctrl+C ends it.');
  return run(process.execPath, [path.join(root, 'dist', 'electron', 'cli.js'), 'serve', ...process.argv.slice(2)]);
}

/** Chromium refuses its sandbox to root. Only then is it switched off. */
function rootFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** A terminal inside an Electron program may hand this on; with it Electron would be plain Node. */
function windowEnvironment() {
  const environment = { ...process.env };
  delete environment.ELECTRON_RUN_AS_NODE;
  return environment;
}
