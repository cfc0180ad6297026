/**
 * Runs a TypeScript program of ours with everything built, a runtime found (WIRELENS_ELECTRON) and a display, real or
 * virtual: `node scripts/with-electron.mjs bench/main.ts --rounds 3`. Bench and screenshots start this way.
 */
import path from 'node:path';
import { build } from './build.mjs';
import { findElectronRuntime } from './electron-runtime.mjs';
import { root, run, stop } from './run-command.mjs';
import { ensureSystemLibraries, hasDisplay } from './system-libraries.mjs';

const [program, ...args] = process.argv.slice(2);
if (!program) stop('name the program to run, e.g. bench/main.ts', 2);
const isHeadless = !hasDisplay();
await ensureSystemLibraries({ needsVirtualDisplay: isHeadless });
const runtime = await findElectronRuntime().catch((error) => stop(error.message));
await build();
process.env.WIRELENS_ELECTRON = runtime.executable;
process.env.WIRELENS_ELECTRON_VERSION = runtime.version;
const command = [process.execPath, '--import', 'tsx', path.join(root, program), ...args];
const wrapped = isHeadless ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24', ...command] : command;
process.exitCode = await run(wrapped[0] ?? '', wrapped.slice(1));
