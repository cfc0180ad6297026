/** `npm run icons`: draws the PNGs of electron/resources from icon.svg, with Electron's own renderer. */
import path from 'node:path';
import { findElectronRuntime } from './electron-runtime.mjs';
import { root, run, say } from './run-command.mjs';
import { ensureSystemLibraries, hasDisplay } from './system-libraries.mjs';

const resources = path.join(root, 'electron', 'resources');
/** electron-builder makes the icons of macOS and Windows from the largest. */
const sizes = { 'icon.png': 1024, 'icon-512.png': 512 };
/** Of the macOS tray, which dyes it. */
const traySizes = { 'tray.png': 16, 'tray@2x.png': 32 };

await ensureSystemLibraries({ needsVirtualDisplay: !hasDisplay() });
const runtime = await findElectronRuntime();
const flags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const command = [runtime.executable, ...flags, path.join(root, 'scripts', 'icon-renderer')];
const [program = '', ...args] = hasDisplay() ? command : ['xvfb-run', '-a', ...command];
for (const [source, own] of /** @type {const} */ ([
  ['icon.svg', sizes],
  ['tray.svg', traySizes],
])) {
  const outputs = Object.entries(own).map(([name, size]) => ({ file: path.join(resources, name), size }));
  const work = JSON.stringify({ source: path.join(resources, source), outputs });
  process.exitCode = await run(program, args, { env: { ...process.env, WIRELENS_ICONS: work } });
  if (process.exitCode !== 0) break;
  say(`drew ${outputs.map(({ file }) => path.relative(root, file)).join(', ')}.`);
}
