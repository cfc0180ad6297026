/** What happens to the store when things go wrong: kill, damage, a newer schema, two writers, a disk that refuses. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { atLength } from '../../tests/support/at-length.ts';
import { keepCapture, openCapture, temporaryFolder, until } from '../../tests/support/capture-fixture.ts';
import {
  chatStream,
  nextExchangeId,
  startOf,
  tellEnd,
  tellRequest,
  tellResponseStart,
} from '../../tests/support/capture-told.ts';
import { atEnd } from '../../tests/support/keep-open.ts';
import { killOnce } from '../../tests/support/kill-capture.ts';
import { programs, workerFiles } from '../../tests/support/worker-files.ts';
import { storeFile } from './database.ts';

async function recordOne(path: string): Promise<string> {
  const opened = await openCapture(path);
  const id = nextExchangeId();
  tellRequest(opened.sink, startOf(id), '{"model":"m"}');
  tellResponseStart(opened.sink, id, { 'Content-Type': 'text/event-stream' });
  for (const bytes of chatStream(['kept'])) opened.sink.responseChunk(id, Date.now(), bytes, true);
  tellEnd(opened.sink, id);
  await until('the end', () => opened.ended[0]);
  await opened.dispose();
  return id;
}

/** Paths of a program that captures a stream, and of its worker. */
async function captureChild(): Promise<{ readonly child: string; readonly worker: string }> {
  const fileOf = await programs();
  return { child: fileURLToPath(fileOf('capture-child')), worker: fileURLToPath(fileOf('capture-worker')) };
}

describe('what was captured', () => {
  it('can be read by its owner only, also in a store that was made readable', async () => {
    const path = temporaryFolder();
    await recordOne(path);
    chmodSync(storeFile(path), 0o644);
    const opened = await keepCapture(path);
    tellRequest(opened.sink, startOf(nextExchangeId()), '{"model":"m"}');
    await until('the write-ahead log', () => existsSync(`${storeFile(path)}-wal`) || undefined);
    const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
    for (const entry of files) expect(statSync(join(path, entry.name)).mode & 0o077, entry.name).toBe(0);
  });
});

describe('SIGKILL in the middle of a stream', () => {
  it('loses at most the last 250 ms, and the next start shows the exchange as interrupted', async () => {
    const path = temporaryFolder();
    const files = await captureChild();
    const child = spawn(process.execPath, [files.child, path, files.worker]);
    atEnd(() => child.kill('SIGKILL'));
    const told: { readonly number: number; readonly at: number }[] = [];
    createInterface(child.stdout).on('line', (line) => {
      const [number, at] = line.split(' ').map(Number);
      told.push({ number: number as number, at: at as number });
    });
    await until('200 chunks', () => told.length >= 200);
    const killedAt = Date.now();
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const due = told.filter(({ at }) => at < killedAt - 250).length;
    expect(due).toBeGreaterThan(50);

    const opened = await keepCapture(path);
    await opened.capture.flush();
    const [summary] = await opened.queries.list(null, 10);
    expect(summary).toMatchObject({ end: 'interrupted', phase: 'ended' });
    const stored = await opened.queries.chunks(summary?.id as string, 'response');
    expect(stored.length).toBeGreaterThanOrEqual(due);
    expect(stored.map(({ index }) => index)).toEqual(stored.map((_, index) => index));
    const rebuilt = await until('the rebuilt row', async () => {
      await opened.capture.flush();
      const [row] = await opened.queries.list(null, 10);
      return row?.eventCount === stored.length ? row : null;
    });
    expect(rebuilt).toMatchObject({ end: 'interrupted', isVerbatim: null, endedAt: stored.at(-1)?.receivedAt });
    expect(readdirSync(join(path, 'writers'))).toHaveLength(1);
  });
});

describe('SIGKILL again and again on one folder', () => {
  it('never costs a stored chunk, and the store opens sound each time', async () => {
    const folder = temporaryFolder();
    const files = await captureChild();
    for (const chunks of [100, 140, 180].slice(0, atLength(3, 2))) {
      const { stored, told } = await killOnce(folder, files, chunks);
      expect(stored).toBeGreaterThan(0);
      expect(told).toBeGreaterThanOrEqual(chunks);
    }
  });
});

describe('a folder that cannot be written', () => {
  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'is read as before; capture says so once and traffic is still told',
    async () => {
      const path = temporaryFolder();
      const id = await recordOne(path);
      chmodSync(path, 0o500);
      chmodSync(storeFile(path), 0o400);
      atEnd(() => chmodSync(path, 0o700));
      const opened = await keepCapture(path);
      const next = nextExchangeId();
      tellRequest(opened.sink, startOf(next), '{"model":"m"}');
      tellEnd(opened.sink, next);
      await until('the end', () => opened.ended[0]);
      expect(opened.notices).toHaveLength(1);
      expect(opened.notices[0]).toContain('Captures are not being saved');
      expect((await opened.queries.list(null, 10)).map((row) => row.id)).toEqual([id]);
    },
  );
});

describe('two writers on one folder', () => {
  it('both record, and neither calls the other’s running exchange interrupted', async () => {
    const path = temporaryFolder();
    const first = await keepCapture(path);
    const running = nextExchangeId();
    tellRequest(first.sink, startOf(running), '{"model":"m"}');
    await first.capture.flush();
    const second = await keepCapture(path);
    const other = nextExchangeId();
    tellRequest(second.sink, startOf(other), '{"model":"m"}');
    tellEnd(second.sink, other);
    await until('the end', () => second.ended[0]);
    const rows = await second.queries.list(null, 10);
    expect(rows.map(({ id, end }) => [id, end])).toEqual([
      [running, null],
      [other, 'complete'],
    ]);
    tellEnd(first.sink, running);
    await until('the end', () => first.ended[0]);
    expect((await second.queries.list(null, 10)).map(({ end }) => end)).toEqual(['complete', 'complete']);
    expect([...first.notices, ...second.notices]).toEqual([]);
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['garbage', (file: string) => writeFileSync(file, 'this is no database, whatever it is called'.repeat(100))],
    ['cut in half', (file: string) => truncateSync(file, 6000)],
  ])('%s is set aside whole, said so, and a new store is begun', async (_, damage) => {
    const path = temporaryFolder();
    await recordOne(path);
    damage(storeFile(path));
    const damaged = readFileSync(storeFile(path));
    const opened = await keepCapture(path);
    const id = nextExchangeId();
    tellRequest(opened.sink, startOf(id), '{"model":"m"}');
    tellEnd(opened.sink, id);
    await until('the end', () => opened.ended[0]);
    expect(opened.notices).toHaveLength(1);
    expect(opened.notices[0]).toContain('set aside as captures.damaged-');
    const aside = readdirSync(path).find((name) => /^captures\.damaged-.*\.sqlite$/.test(name));
    expect(readFileSync(join(path, aside as string)).equals(damaged)).toBe(true);
    expect((await opened.queries.list(null, 10)).map((row) => row.id)).toEqual([id]);
  });

  it('of a newer schema is left alone, with a clear word, while traffic is still told', async () => {
    const path = temporaryFolder();
    await recordOne(path);
    const database = new DatabaseSync(storeFile(path));
    database.exec('PRAGMA user_version = 99');
    database.close();
    const opened = await keepCapture(path);
    const id = nextExchangeId();
    tellRequest(opened.sink, startOf(id), '{"model":"m"}');
    tellEnd(opened.sink, id);
    await until('the end', () => opened.ended[0]);
    expect(opened.notices[0]).toContain('newer Wirelens (schema 99');
    await expect(opened.queries.list(null, 10)).rejects.toThrow('newer Wirelens');
    expect(readdirSync(path).some((name) => name.includes('damaged'))).toBe(false);
  });

  it('in a folder that is a file does not stop the traffic', async () => {
    const path = join(temporaryFolder(), 'occupied');
    writeFileSync(path, '');
    const opened = await keepCapture(path);
    const id = nextExchangeId();
    tellRequest(opened.sink, startOf(id), '{"model":"m"}');
    tellEnd(opened.sink, id);
    await until('the end', () => opened.ended[0]);
    expect(opened.notices).toHaveLength(1);
    expect(opened.notices[0]).toContain('Captures are not being saved');
  });
});

describe('queries of a folder without captures', () => {
  it('answer with nothing, and see the first exchange once it is there', async () => {
    const path = temporaryFolder();
    const { createQueries } = await import('./queries.ts');
    const queries = createQueries({ dataFolder: path, workerFile: (await workerFiles()).query });
    atEnd(queries.dispose);
    expect(await queries.list(null, 10)).toEqual([]);
    expect(await queries.snapshot('nobody')).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(existsSync(storeFile(path))).toBe(false);
    const id = await recordOne(path);
    expect((await queries.list(null, 10)).map((row) => row.id)).toEqual([id]);
  });
});
