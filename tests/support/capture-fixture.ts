/** A capture with real workers on a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCapture } from '../../electron/capture/capture.ts';
import type { Capture } from '../../electron/capture/capture-api.ts';
import type { CaptureSink } from '../../electron/capture/capture-sink.ts';
import { createQueries } from '../../electron/storage/queries.ts';
import type { Queries } from '../../electron/storage/queries-api.ts';
import type { CaptureBatch } from '../../shared/ipc/contract.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { atEnd } from './keep-open.ts';
import { workerFiles } from './worker-files.ts';

export type CaptureFixture = {
  readonly folder: string;
  readonly capture: Capture;
  readonly queries: Queries;
  readonly sink: CaptureSink;
  readonly batches: CaptureBatch[];
  /** The batches of one window. */
  readonly toldTo: (watcher: number) => readonly CaptureBatch[];
  readonly ended: ExchangeSummary[];
  readonly notices: string[];
  readonly dispose: () => Promise<void>;
};

/** A folder of the running test's own, removed after it. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'wirelens-capture-'));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Capture and queries over a new folder, both for the running test only. */
export function captureFixture(): Promise<CaptureFixture> {
  return keepCapture(temporaryFolder());
}

/** Capture and queries over `folder`, disposed after the running test. */
export async function keepCapture(folder: string): Promise<CaptureFixture> {
  const opened = await openCapture(folder);
  atEnd(opened.dispose);
  return opened;
}

/** Capture and queries with real workers over `folder`; whoever opens them disposes them. */
export async function openCapture(folder: string): Promise<CaptureFixture> {
  const files = await workerFiles();
  const batches: CaptureBatch[] = [];
  const watcherOf = new Map<CaptureBatch, number>();
  const ended: ExchangeSummary[] = [];
  const notices: string[] = [];
  const capture = createCapture({
    dataFolder: folder,
    workerFile: files.capture,
    onBatch: (json, watcher) => {
      const batch = JSON.parse(json) as CaptureBatch;
      watcherOf.set(batch, watcher);
      batches.push(batch);
      // As a window that has time does.
      capture.shown(watcher, 1);
    },
    onExchangesEnd: (texts) => ended.push(...texts.map((text) => JSON.parse(text) as ExchangeSummary)),
    onNotice: (title, text) => notices.push(`${title}: ${text}`),
  });
  const queries = createQueries({ dataFolder: folder, workerFile: files.query, version: '1.2.3' });
  return {
    folder,
    capture,
    queries,
    sink: capture.sink,
    batches,
    toldTo: (watcher) => batches.filter((batch) => watcherOf.get(batch) === watcher),
    ended,
    notices,
    dispose: async () => {
      await Promise.all([capture.dispose(), queries.dispose()]);
    },
  };
}

/** Waits until `check` gives a value; fails loudly after a minute. */
export async function until<Value>(
  what: string,
  check: () => Value | null | undefined | false | Promise<Value | null | undefined | false>,
): Promise<Value> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await check();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`waited a minute for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
