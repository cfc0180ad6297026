/** `npm run e2e`: the whole app in real Electron, under Xvfb where there is no display. */
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { runVitest, step } from './check.mjs';
import { findElectronRuntime } from './electron-runtime.mjs';
import { prepare } from './prepare.mjs';
import { say, stop } from './run-command.mjs';
import { ensureSystemLibraries, hasDisplay } from './system-libraries.mjs';

/**
 * @param {readonly string[]} [filters] names of spec files
 * @returns {Promise<{ isGood: boolean, passed: number, failed: number }>}
 */
export async function runEndToEnd(filters = []) {
  const isHeadless = !hasDisplay();
  await ensureSystemLibraries({ needsVirtualDisplay: isHeadless });
  const runtime = await findElectronRuntime().catch((error) => stop(error.message));
  await build();
  process.env.WIRELENS_ELECTRON = runtime.executable;
  process.env.WIRELENS_ELECTRON_VERSION = runtime.version;
  if (isHeadless) say('no display here: the windows open on a virtual one (xvfb-run).');
  const command = isHeadless ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] : [];
  let tests = { status: 1, passed: 0, failed: 0 };
  const isGood = await step('end-to-end tests in Electron', async () => {
    tests = await runVitest(['run', '--config', 'vitest.e2e.config.ts', ...filters], { command });
    return tests.status === 0;
  });
  return { isGood, passed: tests.passed, failed: tests.failed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepare();
  const { isGood, passed, failed } = await runEndToEnd(process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = isGood ? 0 : 1;
}
