/**
 * Finds an Electron that runs on this machine: the override, the official binary, or on closed Linux networks the
 * fallback runtime. Start, dev, tests and packaging all ask here.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildFallbackRuntime,
  fallbackFolder,
  fallbackVersion,
  isFallbackPossible,
  putLoader,
} from './fallback-runtime.mjs';
import { capture, root, say } from './run-command.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {'override' | 'official' | 'fallback'} kind
 * @property {string} folder holds the executable (`electronDist` of electron-builder)
 * @property {string} executable absolute path
 * @property {string} version of Electron, as far as it is known without starting it
 */

const packageFolder = path.join(root, 'node_modules', 'electron');

/**
 * Finds, downloads or builds a runtime, and says in one line on stderr which one and why.
 * @param {{ isQuiet?: boolean, only?: 'official' }} [options]
 * @returns {Promise<ElectronRuntime>}
 * @throws {Error} with the ways out, when this machine can get none
 */
export async function findElectronRuntime(options = {}) {
  const tell = options.isQuiet ? () => {} : say;
  const override = options.only ? null : overriddenRuntime();
  if (override) {
    tell(`using Electron from ELECTRON_OVERRIDE_DIST_PATH (${override.folder}).`);
    return override;
  }
  const official = await officialRuntime(tell);
  if (official.runtime) {
    tell(`using the official Electron ${official.runtime.version}.`);
    return official.runtime;
  }
  if (options.only || !isFallbackPossible()) throw new Error(waysOut(official.reason));
  const runtime = await fallbackRuntime(tell);
  tell(
    `using the fallback runtime Electron ${runtime.version}, since the official one can't be had: ${official.reason}.`,
  );
  return runtime;
}

/** @returns {ElectronRuntime | null} */
function overriddenRuntime() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return null;
  const executable = path.join(folder, executableName());
  if (!existsSync(executable)) {
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is set to ${folder}, but there is no ${executableName()} in it.`);
  }
  return { kind: 'override', folder, executable, version: versionIn(folder) ?? pinnedVersion() };
}

/**
 * @param {(text: string) => void} tell
 * @returns {Promise<{ runtime: ElectronRuntime, reason: '' } | { runtime: null, reason: string }>}
 */
async function officialRuntime(tell) {
  const present = installedOfficialRuntime();
  if (present) return { runtime: present, reason: '' };
  tell(`asking for the official Electron ${pinnedVersion()} (about 110 MB, once) ...`);
  const result = await capture(process.execPath, [path.join(packageFolder, 'install.js')]);
  const runtime = result.status === 0 ? installedOfficialRuntime() : null;
  return runtime ? { runtime, reason: '' } : { runtime: null, reason: shortReason(result.stderr) };
}

/** @returns {ElectronRuntime | null} */
function installedOfficialRuntime() {
  const folder = path.join(packageFolder, 'dist');
  const executable = path.join(folder, executableName());
  if (!existsSync(executable) || versionIn(folder) !== pinnedVersion()) return null;
  return { kind: 'official', folder, executable, version: pinnedVersion() };
}

/**
 * @param {(text: string) => void} tell
 * @returns {Promise<ElectronRuntime>}
 */
async function fallbackRuntime(tell) {
  const folder = fallbackFolder();
  const executable = path.join(folder, 'electron');
  if (existsSync(executable)) await putLoader(folder);
  else await buildFallbackRuntime(tell);
  return { kind: 'fallback', folder, executable, version: fallbackVersion };
}

/** The version that package.json pins and node_modules holds. */
function pinnedVersion() {
  return JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')).version;
}

/** @param {string} folder */
function versionIn(folder) {
  const file = path.join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : null;
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * The first line of an error that says something, without its stack.
 * @param {string} stderr
 */
function shortReason(stderr) {
  const line = stderr.split('\n').find((candidate) => /error|failed|denied|not found/i.test(candidate));
  return (line ?? stderr.split('\n')[0] ?? '').trim().slice(0, 160) || 'its download failed';
}

/** @param {string} reason */
function waysOut(reason) {
  return [
    `The official Electron ${pinnedVersion()} can't be downloaded here (${reason}).`,
    'Two ways out:',
    '  1. set ELECTRON_MIRROR to a mirror of the Electron releases that this network can reach, and try again;',
    '  2. unpack an Electron release yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder.',
  ].join('\n');
}
