/** Network chunks beside their decoded bytes: offsets are those of events, whatever the encoding. */
import { constants, createGzip } from 'node:zlib';
import { expect, it } from 'vitest';
import type { WireChunk } from '../../shared/ipc/bodies.ts';
import { captureFixture, until } from '../../tests/support/capture-fixture.ts';
import {
  chatStream,
  nextExchangeId,
  startOf,
  tellEnd,
  tellRequest,
  tellResponseStart,
} from '../../tests/support/capture-told.ts';

async function wireChunksOf(encoding: string | null, chunks: readonly Uint8Array[]): Promise<readonly WireChunk[]> {
  const opened = await captureFixture();
  const id = nextExchangeId();
  tellRequest(opened.sink, startOf(id), '{"model":"m"}');
  const headers = { 'Content-Type': 'text/event-stream', ...(encoding ? { 'Content-Encoding': encoding } : {}) };
  tellResponseStart(opened.sink, id, headers);
  for (const bytes of chunks) opened.sink.responseChunk(id, Date.now(), bytes, true);
  tellEnd(opened.sink, id);
  await until('the end', () => opened.ended[0]);
  await opened.capture.flush();
  return opened.queries.chunks(id, 'response');
}

/** Every part flushed as a chunk of its own, as servers do that compress a stream. */
function gzipped(parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const stream = createGzip();
  const chunks: Uint8Array[] = [];
  let waiting: Uint8Array[] = [];
  stream.on('data', (bytes: Uint8Array) => waiting.push(bytes));
  const take = (): void => {
    chunks.push(new Uint8Array(Buffer.concat(waiting)));
    waiting = [];
  };
  return new Promise((resolve) => {
    const next = (index: number): void => {
      const part = parts[index];
      if (part === undefined) {
        stream.once('end', () => {
          take();
          resolve(chunks);
        });
        stream.end();
        return;
      }
      stream.write(part);
      stream.flush(constants.Z_SYNC_FLUSH, () => {
        setImmediate(() => {
          take();
          next(index + 1);
        });
      });
    };
    next(0);
  });
}

it('a plain body has the same offsets on both sides', async () => {
  const chunks = await wireChunksOf(null, chatStream(['one', 'two']));
  expect(chunks.length).toBeGreaterThan(1);
  for (const { offset, sizeBytes, decodedOffset, decodedBytes } of chunks) {
    expect([decodedOffset, decodedBytes]).toEqual([offset, sizeBytes]);
  }
});

it('a gzip body: each chunk stands where its text stands in what events count', async () => {
  const plain = chatStream(['one', 'two', 'three']);
  const chunks = await wireChunksOf('gzip', await gzipped(plain));
  const starts = plain.map((_, index) => plain.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  expect(chunks.slice(0, plain.length).map(({ decodedOffset }) => decodedOffset)).toEqual(starts);
  expect(chunks.slice(0, plain.length).map(({ decodedBytes }) => decodedBytes)).toEqual(plain.map((one) => one.length));
  expect(chunks[1]?.offset).toBe(chunks[0]?.sizeBytes);
});

it('a character of UTF-8 cut by the network is told on the chunk that continues it', async () => {
  const bytes = new Uint8Array(Buffer.concat(chatStream(['grün'])));
  const at = bytes.indexOf(0xc3) + 1;
  const chunks = await wireChunksOf(null, [bytes.slice(0, at), bytes.slice(at)]);
  expect(chunks.map(({ isInsideCharacter }) => isInsideCharacter)).toEqual([false, true]);
});
