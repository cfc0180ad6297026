import { expect, test } from 'vitest';
import { visitChunks } from '../storage/segment.ts';
import { createBodyRun, type GatheredSegment } from './body-run.ts';
import { createSegmentRooms } from './segment-rooms.ts';

const bytesOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + seed) & 255);

/** Runs of `sizes` chunk sizes each, and what was put in. */
function gather(runs: readonly (readonly number[])[]) {
  const run = createBodyRun(createSegmentRooms());
  let seed = 0;
  return runs.map((sizes) => {
    const chunks = sizes.map((size) => {
      seed += 1;
      return bytesOf(size, seed);
    });
    for (const chunk of chunks) run.add(1000, chunk, true);
    return { chunks, segment: run.take() as GatheredSegment };
  });
}

/** As text, which is compared in no time. */
function chunksIn(segment: GatheredSegment): readonly string[] {
  const chunks: Uint8Array[] = [];
  visitChunks(segment, 0, ({ bytes }) => chunks.push(bytes));
  return texts(chunks);
}

const texts = (chunks: readonly Uint8Array[]): readonly string[] =>
  chunks.map((bytes) => Buffer.from(bytes).toString('latin1'));

test('segments that nobody lets go keep their bytes, however many follow', () => {
  const sizes = Array.from({ length: 300 }, (_, at) => 10 + (at % 400));
  const gathered = gather([[30_000, 5000], sizes, sizes, [70_000], sizes]);
  for (const { chunks, segment } of gathered) expect(chunksIn(segment)).toEqual(texts(chunks));
  expect(gathered.every(({ segment }) => segment.lease !== null)).toBe(true);
});

test('a segment that was let go is what the next one is gathered in', () => {
  const run = createBodyRun(createSegmentRooms());
  run.add(1, bytesOf(40_000, 1), true);
  const first = run.take() as GatheredSegment;
  first.lease?.letGo();
  run.add(2, bytesOf(40_000, 2), true);
  const second = run.take() as GatheredSegment;
  expect(second.bytes.buffer).toBe(first.bytes.buffer);
  expect(second.firstChunk).toBe(1);
  expect(second.byteOffset).toBe(40_000);
});

test('a run that outgrows its room gives it back', () => {
  const rooms = createSegmentRooms();
  const run = createBodyRun(rooms);
  run.add(1, bytesOf(20_000, 1), true);
  const outgrown = rooms.take(32_768);
  run.add(2, bytesOf(20_000, 2), true);
  expect(rooms.take(24_576).bytes.buffer).not.toBe(outgrown.bytes.buffer);
  expect(chunksIn(run.take() as GatheredSegment)).toEqual(texts([bytesOf(20_000, 1), bytesOf(20_000, 2)]));
});

test('a short body, and one without rooms, has bytes of its own: a digest may keep them', () => {
  const [short] = gather([[16_000]]);
  expect(short?.segment.lease).toBeNull();
  const run = createBodyRun();
  run.add(1, bytesOf(100_000, 1), true);
  expect(run.take()?.lease).toBeNull();
});
