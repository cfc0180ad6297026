/** A process that captures a stream, killed in the middle of it, and what its store holds afterwards. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { markInterrupted } from '../../electron/capture/recovery.ts';
import { openForWriting } from '../../electron/storage/database.ts';
import { createExchangeReader } from '../../electron/storage/exchange-reader.ts';
import { readStoredChunks } from '../../electron/storage/stored-bodies.ts';

export type KillOutcome = {
  /** Chunks that the process had taken from the wire. */
  readonly told: number;
  readonly stored: number;
  /** From the first chunk that is missing to the kill; 0: none is. */
  readonly missingMs: number;
};

/**
 * Kills after `chunks` chunks. Throws when the store was set aside, is not sound, has a hole or other bytes, or does not
 * show the exchange as interrupted.
 */
export async function killOnce(
  folder: string,
  files: { readonly child: string; readonly worker: string },
  chunks: number,
): Promise<KillOutcome> {
  const child = spawn(process.execPath, [files.child, folder, files.worker], { stdio: ['ignore', 'pipe', 'inherit'] });
  const times: number[] = [];
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      times.push(Number(line.split(' ')[1]));
      if (times.length === chunks) resolve();
    });
    child.once('exit', () => resolve());
  });
  const killedAt = Date.now();
  child.kill('SIGKILL');
  await exited;

  const { database, setAside } = openForWriting(folder, Date.now());
  try {
    if (setAside !== null) throw new Error(`the store was set aside as ${setAside}`);
    const check = database.prepare('PRAGMA integrity_check(1)').get() as { readonly integrity_check: string };
    if (check.integrity_check !== 'ok') throw new Error(`the store is not sound: ${check.integrity_check}`);
    const [id] = markInterrupted(database, folder);
    // Killed before its first write: nothing was committed.
    if (id === undefined) return { told: times.length, stored: 0, missingMs: killedAt - (times[0] ?? killedAt) };
    const reader = createExchangeReader(database);
    const found = reader.find(id);
    if (found?.detail.summary.end !== 'interrupted') throw new Error('the exchange is not shown as interrupted');
    let stored = 0;
    for (const { chunk, isAfterGap } of readStoredChunks(reader, found.number, 'response')) {
      if (isAfterGap || !Buffer.from(chunk.bytes).includes(`"number":${stored}}`)) throw new Error(`hole at ${stored}`);
      stored += 1;
    }
    const firstMissing = times[stored];
    const missingMs = firstMissing === undefined ? 0 : Math.max(0, killedAt - firstMissing);
    return { told: times.length, stored, missingMs };
  } finally {
    database.close();
  }
}
