/** One build at a time: two commands started together must not write the same files. The lock names its process. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './run-command.mjs';

const lockFile = path.join(root, 'dist', '.build.lock');

/**
 * Runs `work` while no other process builds; waits for one that does. A lock left by a process that died is taken over.
 * @param {() => Promise<void>} work
 */
export async function withBuildLock(work) {
  await mkdir(path.dirname(lockFile), { recursive: true });
  while (!(await take())) await wait(100);
  try {
    await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function take() {
  try {
    await writeFile(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(lockFile, 'utf8').catch(() => ''));
  // Empty: its owner has not written its number yet, or is just leaving.
  if (owner > 0 && !isAlive(owner)) await rm(lockFile, { force: true });
  return false;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
