/** What `npm start` and `npm test` need before anything else: a new enough Node, and the packages of the lockfile. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, run, say, stop } from './run-command.mjs';

const stampFile = path.join(root, 'node_modules', '.wirelens-lockfile');

/** Stops with a plain sentence on a Node that is too old, or when the packages cannot be installed. */
export async function prepare() {
  requireNode();
  if (arePackagesFresh()) return;
  say(`installing the packages that package-lock.json names (npm ci; ${whyStale()}) ...`);
  const status = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (status !== 0)
    stop(`npm ci failed with status ${status}. Its own words stand above; run it again when that is solved.`);
  writeFileSync(stampFile, lockfileHash());
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`Wirelens needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org/.`);
}

/** Fresh: installed from this very lockfile, by us or by an `npm install` that ended after its last change. */
function arePackagesFresh() {
  if (isLent()) return true;
  if (!existsSync(path.join(root, 'node_modules', '.package-lock.json'))) return false;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockfileHash()) return true;
  if (!matchesInstalled()) return false;
  writeFileSync(stampFile, lockfileHash());
  return true;
}

/** A link to another checkout's packages: npm ci would empty those. */
function isLent() {
  const folder = path.join(root, 'node_modules');
  return existsSync(folder) && lstatSync(folder).isSymbolicLink();
}

function whyStale() {
  return existsSync(path.join(root, 'node_modules')) ? 'the lockfile has changed' : 'there is no node_modules yet';
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** Compares the lockfile with npm's own record of what it put into node_modules. */
function matchesInstalled() {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([place, { version, optional }]) =>
      place === '' || installed[place]?.version === version || (optional && !installed[place]),
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
