/** The shared libraries that Chromium needs on Linux: finds which are missing, installs them as root, else says how. */
import { existsSync } from 'node:fs';
import { capture, run, say, stop } from './run-command.mjs';

/** A file that proves a library is there, and the Debian package that brings it. On newer releases some end in `t64`. */
const libraries = [
  { file: 'libgtk-3.so.0', package: 'libgtk-3-0' },
  { file: 'libnss3.so', package: 'libnss3' },
  { file: 'libasound.so.2', package: 'libasound2' },
  { file: 'libgbm.so.1', package: 'libgbm1' },
  { file: 'libXss.so.1', package: 'libxss1' },
  { file: 'libatk-bridge-2.0.so.0', package: 'libatk-bridge2.0-0' },
];

/** Needed only where there is no display. */
const displayPrograms = [
  { file: 'xvfb-run', package: 'xvfb' },
  { file: 'xauth', package: 'xauth' },
];

/** True where a window can be shown. Outside Linux that is always so. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Makes sure the libraries are there; installs them (root with apt-get) or prints the command and stops.
 * @param {{ needsVirtualDisplay: boolean }} needs
 */
export async function ensureSystemLibraries(needs) {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(needs.needsVirtualDisplay);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (!isProgram('apt-get')) {
    stop(`The window needs libraries that are missing here: ${missing.join(', ')} (names of their Debian packages).`);
  }
  if (!isRoot) {
    const names = await resolveNames(missing);
    stop(
      `The window needs libraries that are missing here. Install them with\n  sudo apt-get install -y ${names.join(' ')}`,
    );
  }
  say(`installing the system libraries that the window needs: ${missing.join(', ')} ...`);
  await install(missing);
  const still = await findMissing(needs.needsVirtualDisplay);
  if (still.length > 0) stop(`apt-get ran, but these are still missing: ${still.join(', ')}.`);
}

/** @param {boolean} withDisplayPrograms */
async function findMissing(withDisplayPrograms) {
  const { stdout } = await capture(existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig', ['-p']);
  const absent = libraries.filter(({ file }) => !stdout.includes(file));
  const programs = withDisplayPrograms ? displayPrograms.filter(({ file }) => !isProgram(file)) : [];
  return [...absent, ...programs].map((entry) => entry.package);
}

/** @param {readonly string[]} packages */
async function install(packages) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env: environment, stdio: /** @type {const} */ (['ignore', 'ignore', 'inherit']) };
  if ((await run('apt-get', ['update', '-qq'], options)) !== 0) stop('apt-get update failed; its words stand above.');
  const names = await resolveNames(packages);
  const status = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
  if (status !== 0) stop(`apt-get could not install ${names.join(' ')}; its words stand above.`);
}

/**
 * Debian 13 and Ubuntu 24.04 renamed some libraries when their time type grew: `libgtk-3-0t64`.
 * @param {readonly string[]} packages
 */
async function resolveNames(packages) {
  return Promise.all(
    packages.map(async (name) => {
      const { status, stdout } = await capture('apt-cache', ['show', '--no-all-versions', `${name}t64`]);
      return status === 0 && stdout.includes('Package:') ? `${name}t64` : name;
    }),
  );
}

/** @param {string} name */
function isProgram(name) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${name}`));
}
