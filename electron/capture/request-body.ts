/**
 * A request's body while it is needed: decoded and kept up to a limit, parsed once for its adapter, then let go. Bodies
 * beyond the limit stay on disk and are read on demand by the query worker.
 */
import type { DecodedChunk } from '../../shared/model/stream-event.ts';
import { type BodyDecoder, createBodyDecoder } from './body-decoder.ts';

/** Decoded bytes of a request that are kept for parsing while it runs. */
export const maxLiveRequestBytes = 32 * 1024 * 1024;

export type RequestBody = {
  /** Keeps the chunk's bytes, which must not change. */
  readonly push: (chunk: DecodedChunk) => void;
  /** Part of it was lost: it cannot be parsed. */
  readonly lose: () => void;
  /** The parsed JSON; null when it is none, is incomplete or too large. Releases the bytes. */
  readonly parse: () => unknown;
  readonly dispose: () => void;
};

/** A body to be collected; `contentEncoding` and `contentType` are header values. */
export function createRequestBody(contentEncoding: string | null, contentType: string | null): RequestBody {
  const decoder: BodyDecoder = createBodyDecoder({ contentEncoding, contentType });
  let parts: Uint8Array[] = [];
  let size = 0;
  let isUsable = true;
  const giveUp = (): void => {
    isUsable = false;
    parts = [];
  };
  const keep = (chunks: readonly DecodedChunk[]): void => {
    for (const { bytes } of chunks) {
      size += bytes.length;
      if (size > maxLiveRequestBytes) giveUp();
      if (isUsable) parts.push(bytes);
    }
  };
  return {
    push: (chunk) => {
      if (isUsable) keep(decoder.push(chunk));
    },
    lose: giveUp,
    parse: () => {
      if (isUsable) keep(decoder.end(false));
      const body = isUsable ? parseJsonBytes(Buffer.concat(parts)) : null;
      giveUp();
      return body;
    },
    dispose: () => {
      giveUp();
      decoder.dispose();
    },
  };
}

/** Null when the bytes are no JSON. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
