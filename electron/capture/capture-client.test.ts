/** The proxy's packing: order, boundaries, and what happens when nobody acknowledges. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import { nextExchangeId, startOf, tellEnd, tellRequest } from '../../tests/support/capture-told.ts';
import { createCaptureClient } from './capture-client.ts';
import { type Control, type PackedBatch, visitBatch } from './packed-batch.ts';

type BatchRecord =
  | {
      readonly kind: 'chunk';
      readonly direction: BodyDirection;
      readonly at: number;
      readonly bytes: Uint8Array;
      readonly isSent: boolean;
    }
  | { readonly kind: 'gap'; readonly direction: BodyDirection; readonly chunks: number; readonly sizeBytes: number }
  | { readonly kind: 'control'; readonly control: Control };

function recordsOf(batch: PackedBatch): readonly BatchRecord[] {
  const records: BatchRecord[] = [];
  visitBatch(batch, {
    chunk: (_, direction, at, bytes, isSent) => records.push({ kind: 'chunk', direction, at, bytes, isSent }),
    gap: (_, direction, chunks, sizeBytes) => records.push({ kind: 'gap', direction, chunks, sizeBytes }),
    control: (_, control) => records.push({ kind: 'control', control }),
  });
  return records;
}

function clientWithBatches() {
  const batches: PackedBatch[] = [];
  const client = createCaptureClient((batch) => batches.push(batch));
  const sink = { ...client.sink, isEnabled: () => true, streamSoFar: async () => null };
  const records = (): BatchRecord[] => batches.flatMap(recordsOf);
  return { client, sink, batches, records };
}

describe('packing', () => {
  it('keeps controls and chunks in the order in which they were told', () => {
    const { client, sink, records } = clientWithBatches();
    const id = nextExchangeId();
    tellRequest(sink, startOf(id), 'body');
    sink.responseChunk(id, 5, Buffer.from('one'), true);
    sink.responseChunk(id, 6, Buffer.from('two'), false);
    sink.injectedChunk(id, 7, Buffer.from('ours'));
    tellEnd(sink, id, 'truncated');
    client.flush();
    const told = records().map((record) =>
      record.kind === 'control'
        ? record.control.type
        : record.kind === 'chunk'
          ? `${record.direction} ${Buffer.from(record.bytes)} ${record.isSent}`
          : 'gap',
    );
    expect(told).toEqual([
      'exchange-start',
      'request body true',
      'request-end',
      'response one true',
      'response two false',
      'injected ours true',
      'exchange-end',
    ]);
  });

  it('copies: the proxy may reuse its buffer at once', () => {
    const { client, sink, records } = clientWithBatches();
    const id = nextExchangeId();
    sink.exchangeStart(startOf(id));
    const reused = Buffer.from('before');
    sink.responseChunk(id, 1, reused, true);
    reused.write('after!');
    client.flush();
    const chunk = records().find((record) => record.kind === 'chunk');
    expect(chunk?.kind === 'chunk' && Buffer.from(chunk.bytes).toString()).toBe('before');
  });

  it('holds the pieces of an upload back until it is over, in their order', () => {
    const { client, sink, batches, records } = clientWithBatches();
    const [upload, other] = [nextExchangeId(), nextExchangeId()];
    sink.exchangeStart(startOf(upload));
    sink.exchangeStart(startOf(other));
    const pieces = Array.from({ length: 20 }, (_, index) => Buffer.alloc(64 * 1024, index));
    for (const [index, piece] of pieces.entries()) sink.requestChunk(upload, 10 + index, piece);
    // Copied, more than a megabyte would be several batches by now.
    expect(batches).toHaveLength(0);
    sink.requestChunk(upload, 40, Buffer.from('short'));
    sink.requestEnd(upload, 41);
    sink.responseChunk(other, 42, Buffer.from('other'), true);
    expect(client.unacknowledgedBytes()).toBeGreaterThan(20 * 64 * 1024);
    for (const [index, piece] of pieces.slice(0, 2).entries()) sink.requestChunk(other, 50 + index, piece);
    sink.requestEnd(other, 52);
    client.flush();
    const requests = records().flatMap((record) =>
      record.kind === 'chunk' && record.direction === 'request' ? [[record.at, record.bytes.length]] : [],
    );
    const whole = pieces.map((piece, index) => [10 + index, piece.length]);
    expect(requests).toEqual([...whole, [40, 5], [50, 65_536], [51, 65_536]]);
    const last = records().at(-1);
    expect(last?.kind === 'control' && last.control).toEqual({ type: 'request-end', at: 52 });
  });

  it('tells what was held before anything else of the same exchange, and lets go of it when the worker is gone', () => {
    const { client, sink, records } = clientWithBatches();
    const id = nextExchangeId();
    sink.exchangeStart(startOf(id));
    sink.requestChunk(id, 1, Buffer.alloc(20_000));
    sink.requestEnd(id, 2);
    tellEnd(sink, id, 'client-aborted');
    client.flush();
    const told = records().map((record) => (record.kind === 'control' ? record.control.type : record.kind));
    expect(told).toEqual(['exchange-start', 'chunk', 'request-end', 'exchange-end']);
    const next = nextExchangeId();
    sink.exchangeStart(startOf(next));
    client.flush();
    sink.requestChunk(next, 1, Buffer.alloc(20_000));
    client.reset();
    expect(client.unacknowledgedBytes()).toBe(0);
  });

  it('carries chunks larger than a batch and thousands of tiny ones whole', () => {
    const { client, sink, records } = clientWithBatches();
    const id = nextExchangeId();
    sink.exchangeStart(startOf(id));
    const large = Buffer.alloc(3 * 1024 * 1024, 7);
    sink.responseChunk(id, 1, large, true);
    for (let index = 0; index < 20_000; index += 1) sink.responseChunk(id, index, Buffer.from([index & 255]), true);
    client.flush();
    const chunks = records().flatMap((record) => (record.kind === 'chunk' ? [record] : []));
    expect(Buffer.from(chunks[0]?.bytes ?? []).equals(large)).toBe(true);
    expect(chunks.slice(1).map(({ bytes }) => bytes[0])).toEqual(
      Array.from({ length: 20_000 }, (_, index) => index & 255),
    );
  });
});

describe('a worker that does not keep up', () => {
  it('costs at most 96 MiB; what does not fit is counted and told as a gap in its place', () => {
    const { client, sink, batches, records } = clientWithBatches();
    const id = nextExchangeId();
    sink.exchangeStart(startOf(id));
    const chunk = Buffer.alloc(1024 * 1024);
    for (let index = 0; index < 200; index += 1) sink.responseChunk(id, index, chunk, true);
    client.flush();
    const taken = records().filter(({ kind }) => kind === 'chunk').length;
    expect(client.unacknowledgedBytes()).toBeLessThanOrEqual(96 * 1024 * 1024);
    expect(client.droppedChunks()).toBe(200 - taken);
    expect(taken).toBeGreaterThan(90);

    for (const batch of batches) client.acknowledge(batch.weight);
    expect(client.unacknowledgedBytes()).toBe(0);
    sink.responseChunk(id, 99, Buffer.from('after'), true);
    client.flush();
    const last = records().slice(-2);
    expect(last[0]).toMatchObject({ kind: 'gap', direction: 'response', chunks: 200 - taken });
    expect(last[1]).toMatchObject({ kind: 'chunk', at: 99 });
  });

  it('never makes the proxy throw: unknown exchanges and words after the end are ignored', () => {
    const { client, sink, batches } = clientWithBatches();
    sink.responseChunk('nobody', 1, Buffer.from('x'), true);
    sink.requestEnd('nobody', 1);
    tellEnd(sink, 'nobody');
    client.flush();
    expect(batches).toEqual([]);
  });
});

describe('when a batch is handed over', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('chunks alone wait 180 ms, an exchange that begins or ends 40, and everything 8 while a window watches', () => {
    const { client, sink, batches } = clientWithBatches();
    const id = nextExchangeId();
    sink.exchangeStart(startOf(id));
    vi.advanceTimersByTime(40);
    expect(batches).toHaveLength(1);
    sink.responseChunk(id, 1, Buffer.from('one'), true);
    vi.advanceTimersByTime(179);
    expect(batches).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(batches).toHaveLength(2);

    sink.responseChunk(id, 2, Buffer.from('two'), true);
    vi.advanceTimersByTime(50);
    tellEnd(sink, id);
    vi.advanceTimersByTime(40);
    expect(batches).toHaveLength(3);

    const other = nextExchangeId();
    client.setHurried(true);
    sink.exchangeStart(startOf(other));
    vi.advanceTimersByTime(8);
    expect(batches).toHaveLength(4);
  });

  it('what waits goes at once when a window begins to watch', () => {
    const { client, sink, batches } = clientWithBatches();
    sink.exchangeStart(startOf(nextExchangeId()));
    client.setHurried(true);
    expect(batches).toHaveLength(1);
  });
});
