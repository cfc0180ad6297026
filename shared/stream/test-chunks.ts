/** Test support: cuts a body into chunks in the ways a network might. Seeded, so that a failure can be repeated. */
import type { DecodedChunk, StreamEvent } from '../model/stream-event.ts';
import type { StreamDecoder } from './stream-decoder.ts';

/** Chunks of the given bytes; chunk n came at n ms. */
export function chunksOf(pieces: readonly Uint8Array[]): readonly DecodedChunk[] {
  return pieces.map((bytes, index) => ({ index, receivedAt: index, bytes }));
}

/** Cut before each of the given offsets. */
export function cutAt(body: Uint8Array, offsets: readonly number[]): readonly Uint8Array[] {
  const edges = [0, ...offsets, body.length];
  return edges.slice(1).map((end, index) => body.subarray(edges[index] as number, end));
}

export function byteByByte(body: Uint8Array): readonly Uint8Array[] {
  return Array.from(body, (_, index) => body.subarray(index, index + 1));
}

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Cut at random places. */
export function cutRandomly(body: Uint8Array, random: () => number, cuts: number): readonly Uint8Array[] {
  const offsets = Array.from({ length: cuts }, () => Math.floor(random() * (body.length + 1)));
  return cutAt(
    body,
    offsets.toSorted((first, second) => first - second),
  );
}

export function decodeAll(decoder: StreamDecoder, pieces: readonly Uint8Array[]): readonly StreamEvent[] {
  return [...chunksOf(pieces).flatMap((chunk) => decoder.feed(chunk)), ...decoder.end()];
}

/** What must not depend on the cutting: everything but chunks and times. */
export function withoutChunks(events: readonly StreamEvent[]): readonly unknown[] {
  return events.map(({ chunkStart: _start, chunkEnd: _end, startedAt: _at, receivedAt: _done, ...rest }) => rest);
}
