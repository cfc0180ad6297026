/**
 * Builds what has changed: the Node side, the bridge and the window, each apart. As a program (`npm run build`) it
 * builds all that is stale; others import `build`.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { withBuildLock } from './build-lock.mjs';
import { prepare } from './prepare.mjs';
import { root, say, stop } from './run-command.mjs';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string} config file of the Vite configuration
 * @property {readonly string[]} sources files and folders it is made from
 * @property {readonly string[]} outputs files that must exist
 */

/** Whatever changes here changes everything. */
const common = ['package-lock.json', 'tsconfig.json', 'scripts/build.mjs'];

/** @type {readonly Target[]} */
const targets = [
  {
    name: 'node',
    config: 'vite.electron.config.ts',
    sources: ['electron', 'shared', 'vite.electron.config.ts', 'package.json'],
    outputs: [
      'main.js',
      'traffic-worker.js',
      'capture-worker.js',
      'checkpoint-thread.js',
      'query-worker.js',
      'cli.js',
    ].map((file) => `dist/electron/${file}`),
  },
  {
    name: 'preload',
    config: 'vite.preload.config.ts',
    sources: ['electron/preload.ts', 'shared/ipc', 'vite.preload.config.ts'],
    outputs: ['dist/electron/preload.cjs'],
  },
  {
    name: 'renderer',
    config: 'vite.renderer.config.ts',
    sources: ['renderer', 'shared', 'vite.renderer.config.ts'],
    outputs: ['dist/renderer/index.html'],
  },
];

/**
 * Builds the stale targets. Quiet: says nothing unless it fails.
 * @param {{ isQuiet?: boolean, only?: readonly string[] }} [options]
 * @returns {Promise<void>}
 */
export async function build(options = {}) {
  await withBuildLock(async () => {
    for (const target of targets) {
      if (options.only && !options.only.includes(target.name)) continue;
      await buildTarget(target, options.isQuiet ?? false);
    }
  });
}

/**
 * @param {Target} target
 * @param {boolean} isQuiet
 */
async function buildTarget(target, isQuiet) {
  const stampFile = path.join(root, 'dist', `.${target.name}.stamp`);
  const stamp = await stampOf(target);
  const isFresh = target.outputs.every((file) => existsSync(path.join(root, file)));
  if (isFresh && (await readStamp(stampFile)) === stamp) return;
  if (!isQuiet) say(`building the ${target.name} part ...`);
  await rm(stampFile, { force: true });
  const vite = await import('vite');
  await vite.build({
    root: await configuredRoot(target),
    configFile: path.join(root, target.config),
    logLevel: 'error',
  });
  await mkdir(path.dirname(stampFile), { recursive: true });
  await writeFile(stampFile, stamp);
}

/**
 * Vite resolves a relative `root` in a config file from the working directory: scripts may be started from anywhere.
 * @param {Target} target
 */
async function configuredRoot(target) {
  process.chdir(root);
  return target.name === 'renderer' ? path.join(root, 'renderer') : root;
}

/**
 * Names, sizes and times of all sources, hashed. Tests and fixtures do not count.
 * @param {Target} target
 */
async function stampOf(target) {
  const hash = createHash('sha256');
  for (const source of [...common, ...target.sources]) {
    for (const file of await filesUnder(path.join(root, source))) {
      const { size, mtimeMs } = await stat(file);
      hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} place
 * @returns {Promise<string[]>}
 */
async function filesUnder(place) {
  if (!existsSync(place)) return [];
  if ((await stat(place)).isFile()) return [place];
  const entries = await readdir(place, { withFileTypes: true });
  const names = entries.filter((entry) => !isTest(entry.name)).map((entry) => path.join(place, entry.name));
  return (await Promise.all(names.sort().map(filesUnder))).flat();
}

/** @param {string} name */
function isTest(name) {
  return name === '__fixtures__' || name.endsWith('.md') || /\.(test|oracle)\.tsx?$/.test(name);
}

/** @param {string} file */
async function readStamp(file) {
  return existsSync(file) ? await readFile(file, 'utf8') : null;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepare();
  await build().catch((error) => stop(error.message));
  say('everything is built: dist/electron and dist/renderer.');
}
