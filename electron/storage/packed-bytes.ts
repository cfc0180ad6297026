/**
 * Bytes at rest: one format byte, then the bytes as that format keeps them. New formats may be added, none may change.
 * zlib only, which every runtime that we know reads; zstd is missing in Node 20.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const format = { asIs: 0, deflated: 1, deflatedColumns: 2 } as const;
/** About 80 MB/s; higher levels save some 3% of JSON for half the speed. */
const level = 4;
/** Entries of a chunk index (segment.ts): 16 bytes, whose high bytes hardly change from one to the next. */
const columns = 16;

/** Packs bytes; those that do not become smaller (images, encoded bodies) are kept as they are. */
export function packBytes(bytes: Uint8Array): Uint8Array {
  const deflated = deflateRawSync(bytes, { level });
  return deflated.length < bytes.length - (bytes.length >> 4)
    ? tagged(format.deflated, deflated)
    : tagged(format.asIs, bytes);
}

/** Packs a chunk index: first bytes of all entries, then all second bytes, and so on. */
export function packChunkIndex(index: Uint8Array): Uint8Array {
  return tagged(format.deflatedColumns, deflateRawSync(transpose(index, columns), { level }));
}

/** What was packed. Throws when it was not packed by this program, or is damaged. */
export function unpackBytes(packed: Uint8Array): Uint8Array {
  const rest = packed.subarray(1);
  switch (packed[0]) {
    case format.asIs:
      return rest;
    case format.deflated:
      return inflateRawSync(rest);
    case format.deflatedColumns: {
      const inflated = inflateRawSync(rest);
      return transpose(inflated, inflated.length / columns);
    }
    default:
      throw new Error(`packed bytes of an unknown format ${packed[0]}: written by a newer Wirelens, or damaged`);
  }
}

function tagged(kind: number, bytes: Uint8Array): Uint8Array {
  const packed = Buffer.allocUnsafe(bytes.length + 1);
  packed[0] = kind;
  packed.set(bytes, 1);
  return packed;
}

/** Bytes as a table of rows of `width`, turned by its diagonal. */
function transpose(bytes: Uint8Array, width: number): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  const height = bytes.length / width;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      turned[column * height + row] = bytes[row * width + column] as number;
    }
  }
  return turned;
}
