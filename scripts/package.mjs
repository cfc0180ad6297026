/**
 * `npm run package`: this platform's program, by electron-builder and with the official Electron. With `--dir`
 * (`--output <folder>`) only the unpacked program, for tests: there the fallback runtime will do where the official one
 * can't be had.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { findElectronRuntime } from './electron-runtime.mjs';
import { prepare } from './prepare.mjs';
import { root, say, stop } from './run-command.mjs';

/**
 * Packages the unpacked program into `output`.
 * @param {string} output folder
 * @returns {Promise<string>} the folder that holds the program
 */
async function packageUnpacked(output) {
  const runtime = await findElectronRuntime();
  await build();
  if (runtime.kind === 'fallback') say('this package is for tests only: releases need the official Electron.');
  await runBuilder({ dir: true, config: { ...distOf(runtime), directories: { output } } });
  return path.join(output, unpackedFolder());
}

async function packageForRelease() {
  const runtime = await findElectronRuntime({ only: 'official' }).catch((error) =>
    stop(`${error.message}\nA release is never made with another one. For a test: npm run package -- --dir`),
  );
  await build();
  await runBuilder({ config: distOf(runtime) });
  say('the packages are in release/.');
}

/** @param {import('./electron-runtime.mjs').ElectronRuntime} runtime */
function distOf(runtime) {
  return { electronDist: runtime.folder, electronVersion: runtime.version };
}

/** @param {import('electron-builder').CliOptions} options */
async function runBuilder(options) {
  const { build: buildPackages } = await import('electron-builder');
  await buildPackages({ projectDir: root, publish: 'never', ...options });
}

function unpackedFolder() {
  if (process.platform === 'darwin') return process.arch === 'arm64' ? 'mac-arm64' : 'mac';
  const name = process.platform === 'win32' ? 'win' : 'linux';
  return process.arch === 'x64' ? `${name}-unpacked` : `${name}-${process.arch}-unpacked`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepare();
  const { values } = parseArgs({ options: { dir: { type: 'boolean' }, output: { type: 'string' } } });
  if (values.dir) {
    const folder = await packageUnpacked(path.resolve(values.output ?? path.join(root, 'release')));
    say(`the unpacked program is in ${folder}`);
  } else {
    await packageForRelease();
  }
}
