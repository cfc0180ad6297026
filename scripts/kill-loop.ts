/**
 * `npm run kill-loop [-- times]`: starts a process that captures an endless stream, kills it with SIGKILL in mid-stream,
 * opens the store again, and does so 100 times over one folder. Fails when a store does not open, a committed chunk is
 * gone, or more than the last 250 ms are missing more often than once in twenty times.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killOnce } from '../tests/support/kill-capture.ts';
import { programs } from '../tests/support/worker-files.ts';

/** DESIGN.md 1.5. */
const promisedMs = 250;
const times = Number(process.argv[2] ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'wirelens-kill-'));
const fileOf = await programs();
const files = { child: fileURLToPath(fileOf('capture-child')), worker: fileURLToPath(fileOf('capture-worker')) };
let worstMs = 0;
/** Kills that cost more: a machine without time for anyone is late with everything. */
let late = 0;
try {
  for (let time = 1; time <= times; time += 1) {
    const { told, stored, missingMs } = await killOnce(folder, files, 20 + ((time * 37) % 150));
    worstMs = Math.max(worstMs, missingMs);
    process.stdout.write(`${time}/${times}: ${told} chunks told, ${stored} stored, the last ${missingMs} ms missing\n`);
    if (missingMs > promisedMs) late += 1;
  }
  process.stdout.write(`${times} kills: every store opened and was sound, at most ${worstMs} ms missing\n`);
  if (late > times / 20) throw new Error(`${late} kills cost more than ${promisedMs} ms`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
