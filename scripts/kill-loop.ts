/**
 * `npm run kill-loop [-- times]`: starts a process that captures an endless stream, kills it with SIGKILL in mid-stream,
 * opens the store again, and does so 100 times over one folder. Fails when a store does not open, a committed chunk is
 * gone, or more than the last 250 ms are missing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killOnce } from '../tests/support/kill-capture.ts';
import { bundleForNode, workerFiles } from '../tests/support/worker-files.ts';

const times = Number(process.argv[2] ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'wirelens-kill-'));
const { capture } = await workerFiles();
const child = (await bundleForNode({ child: 'tests/support/capture-child.ts' }))('child');
let worstMs = 0;
try {
  for (let time = 1; time <= times; time += 1) {
    const files = { child: fileURLToPath(child), worker: fileURLToPath(capture) };
    const { told, stored, missingMs } = await killOnce(folder, files, 20 + ((time * 37) % 150));
    worstMs = Math.max(worstMs, missingMs);
    process.stdout.write(`${time}/${times}: ${told} chunks told, ${stored} stored, the last ${missingMs} ms missing\n`);
    if (missingMs > 250) throw new Error(`more than 250 ms are missing after kill ${time}`);
  }
  process.stdout.write(`${times} kills: every store opened and was sound, at most ${worstMs} ms missing\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
