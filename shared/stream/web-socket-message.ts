/** One message of a WebSocket as it was put together from frames: what both directions give, in the order of their ends. */
import type { EventFlag } from '../model/stream-event.ts';

/** Who sent it. */
export type SocketSide = 'client' | 'upstream';

/** `broken`: bytes that are no message (a reserved opcode, a continuation of nothing, a frame that cannot be measured). */
export type SocketMessageKind = 'text' | 'binary' | 'ping' | 'pong' | 'close' | 'broken';

export type SocketMessage = {
  readonly from: SocketSide;
  readonly kind: SocketMessageKind;
  /** Unmasked and inflated; the first 64 KiB of an oversized one. May be a view of the last chunk: lent with it. */
  readonly bytes: Uint8Array;
  /** Of the payload, inflated. */
  readonly sizeBytes: number;
  readonly isCompressed: boolean;
  /** Data frames it came in; more than one: it was fragmented. */
  readonly frameCount: number;
  /** Bytes of that side's stream, from the first byte of the first frame to the end of the last; may enclose control frames. */
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly chunkStart: number;
  readonly chunkEnd: number;
  readonly startedAt: number;
  readonly receivedAt: number;
  /** `malformed`, `oversized`, `unterminated`. */
  readonly flags: readonly EventFlag[];
  /** What the RFC forbids about it, in words; null where nothing is wrong. */
  readonly fault: string | null;
};

/**
 * Undoes the compression of one side, handed in because it needs zlib. `push` gives all that the bytes complete and throws
 * on bytes that are no deflate stream; its result is the caller's own.
 */
export type Inflater = { readonly push: (bytes: Uint8Array) => Uint8Array; readonly dispose: () => void };

/** The registered close codes and what they mean. @see https://www.iana.org/assignments/websocket/websocket.xhtml */
const closeWords: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1007: 'invalid payload data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'mandatory extension',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
};

/** `1011 internal error`; codes of an application's own have no words. */
export function closeCodeWords(code: number): string {
  const words = closeWords[code];
  return words === undefined ? String(code) : `${code} ${words}`;
}

/** May this code stand in a close frame? 1005, 1006 and 1015 are for what had none. */
export function isCloseCodeAllowed(code: number): boolean {
  if (code >= 3000 && code <= 4999) return true;
  return closeWords[code] !== undefined;
}

/** The code of a close message; null where it carries none. */
export function closeCodeOf(bytes: Uint8Array): number | null {
  return bytes.length < 2 ? null : (bytes[0] as number) * 256 + (bytes[1] as number);
}
