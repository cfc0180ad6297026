/**
 * A request's body while it is needed: decoded and kept up to a limit, parsed once for its adapter, then let go. Bodies
 * beyond the limit stay on disk and are read on demand by the query worker.
 */
import type { DecodedChunk } from '../../shared/model/stream-event.ts';
import type { SegmentLease } from '../storage/segment.ts';
import { type BodyDecoder, createBodyDecoder } from './body-decoder.ts';

/** Decoded bytes of a request that are kept for parsing while it runs. */
export const maxLiveRequestBytes = 32 * 1024 * 1024;

export type RequestBody = {
  /** Keeps the chunk's bytes, which must not change, and holds them where they are lent, as long as they may be JSON. */
  readonly push: (chunk: DecodedChunk, lease?: SegmentLease | null) => void;
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
  let leases: SegmentLease[] = [];
  let size = 0;
  let isUsable = true;
  /** Something other than white space has come, as JSON may begin. */
  let isBegun = false;
  const giveUp = (): void => {
    isUsable = false;
    parts = [];
    for (const lease of leases) lease.letGo();
    leases = [];
  };
  const keep = (chunks: readonly DecodedChunk[]): void => {
    for (const { bytes } of chunks) {
      size += bytes.length;
      // Files and forms are as large as they like, and a text of them would be made in vain.
      const canBegin = isBegun ? true : canBeginJson(bytes);
      if (canBegin !== null) isBegun = true;
      if (size > maxLiveRequestBytes || canBegin === false) giveUp();
      if (isUsable) parts.push(bytes);
    }
  };
  return {
    push: (chunk, lease = null) => {
      if (!isUsable) return;
      keep(decoder.push(chunk));
      if (lease === null || !isUsable) return;
      lease.hold();
      leases.push(lease);
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

/** First bytes of all JSON texts (RFC 8259 section 3) but negative numbers, since forms begin with dashes. */
const jsonBegins: ReadonlySet<number> = new Set(Array.from('{["0123456789tfn', (letter) => letter.charCodeAt(0)));
const whiteSpace: ReadonlySet<number> = new Set(Array.from(' \t\n\r', (letter) => letter.charCodeAt(0)));
const dash = 0x2d;

/** False: it is no JSON, whatever follows. Null: nothing but white space so far. */
function canBeginJson(bytes: Uint8Array): boolean | null {
  const at = bytes.findIndex((byte) => !whiteSpace.has(byte));
  const first = bytes[at];
  if (first === undefined) return null;
  return jsonBegins.has(first) || (first === dash && bytes[at + 1] !== dash);
}

/** Null when the bytes are no JSON. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
