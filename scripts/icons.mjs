/** `npm run icons`: draws the PNGs of electron/resources from icon.svg, with Electron's own renderer. */
import path from 'node:path';
import { findElectronRuntime } from './electron-runtime.mjs';
import { root, run, say } from './run-command.mjs';
import { ensureSystemLibraries, hasDisplay } from './system-libraries.mjs';

const resources = path.join(root, 'electron', 'resources');
/** electron-builder makes the icons of macOS and Windows from the largest. */
const sizes = { 'icon.png': 1024, 'icon-512.png': 512 };

await ensureSystemLibraries({ needsVirtualDisplay: !hasDisplay() });
const runtime = await findElectronRuntime();
const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const command = [runtime.executable, ...flags, path.join(root, 'scripts', 'icon-renderer')];
const [program = '', ...args] = hasDisplay() ? command : ['xvfb-run', '-a', ...command];
const outputs = Object.entries(sizes).map(([name, size]) => ({ file: path.join(resources, name), size }));
const work = JSON.stringify({ source: path.join(resources, 'icon.svg'), outputs });
process.exitCode = await run(program, args, { env: { ...process.env, WIRELENS_ICONS: work } });
if (process.exitCode === 0) say(`drew ${outputs.map(({ file }) => path.relative(root, file)).join(', ')}.`);
