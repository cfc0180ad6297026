/**
 * Node's zlib, one step at a time and without waiting: bytes in, whatever they decompress to out, in the same call.
 * The stream interface of node:zlib hops through the thread pool for every chunk, which would cost a live stream its
 * order against its own end and five times the CPU. `_processChunk` is the synchronous door that zlib keeps open
 * ("left for backwards compatibility"; npm's own minizlib stands on it); body-decoder.test.ts would notice if it closed.
 */
import {
  type BrotliDecompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type Gunzip,
  type Inflate,
  type InflateRaw,
} from 'node:zlib';

/** Decompresses a stream step by step. Both functions throw on bytes that are no such stream. */
export type DecompressStep = {
  /** Everything that these bytes complete; the result is the caller's own. */
  readonly push: (bytes: Uint8Array) => Uint8Array;
  /** Throws when the compressed stream is not over yet. */
  readonly finish: () => void;
  readonly dispose: () => void;
};

export type ZlibKind = 'gzip' | 'deflate' | 'deflate-raw' | 'br';

type NativeHandle = { close: () => void };
type SteppableStream = {
  _handle: NativeHandle | null;
  readonly _processChunk: (bytes: Uint8Array, flush: number) => Uint8Array;
  readonly removeAllListeners: (event: string) => unknown;
  readonly on: (event: string, listener: () => void) => unknown;
};

/** A stepper for one of zlib's formats. One push gives at most `maxStepBytes`, beyond that it throws. */
export function createZlibStep(kind: ZlibKind, maxStepBytes: number): DecompressStep {
  // The two methods are undocumented, so node's types do not know them.
  const stream = openStream(kind, maxStepBytes) as unknown as SteppableStream;
  const handle = stream._handle;
  if (handle === null) throw new Error('zlib gave no handle');
  const close = handle.close.bind(handle);
  // A synchronous step closes the handle when it is done, as if it were the only one; it must live for the next.
  handle.close = () => {};
  const isBrotli = kind === 'br';
  const step = (bytes: Uint8Array, flush: number): Uint8Array => {
    try {
      // Copied: the first piece lies in a buffer that the next step writes over.
      return new Uint8Array(stream._processChunk(bytes, flush));
    } finally {
      stream._handle = handle;
      // Each step adds an error listener, and a failed one emits its error again later: heard once, by the throw.
      stream.removeAllListeners('error');
      stream.on('error', () => {});
    }
  };
  return {
    push: (bytes) => step(bytes, isBrotli ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH),
    finish: () => {
      step(new Uint8Array(0), isBrotli ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH);
    },
    dispose: close,
  };
}

function openStream(kind: ZlibKind, maxOutputLength: number): Gunzip | Inflate | InflateRaw | BrotliDecompress {
  switch (kind) {
    case 'gzip':
      return createGunzip({ maxOutputLength });
    case 'deflate':
      return createInflate({ maxOutputLength });
    case 'deflate-raw':
      return createInflateRaw({ maxOutputLength });
    case 'br':
      return createBrotliDecompress({ maxOutputLength });
  }
}
