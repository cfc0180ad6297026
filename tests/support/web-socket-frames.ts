/** Hand-made WebSocket frames, good and bad, for whoever reads them. */
import { Buffer } from 'node:buffer';
import { createWebSocketInflater } from '../../electron/capture/web-socket-inflater.ts';
import { chunksOf } from '../../shared/stream/test-chunks.ts';
import { createWebSocketDecoder, type WebSocketDecoder } from '../../shared/stream/web-socket-decoder.ts';
import type { SocketMessage, SocketSide } from '../../shared/stream/web-socket-message.ts';

export type FrameOptions = {
  readonly isFinal?: boolean;
  /** RSV1 to RSV3, RSV1 being 4. */
  readonly reserved?: number;
  /** Four bytes; null: not masked. */
  readonly mask?: Uint8Array | null;
  /** Bytes of the length field, where it should be longer than need be. */
  readonly lengthBytes?: 1 | 2 | 8;
};

/** One frame as on the wire. */
export function frame(opcode: number, payload: Uint8Array | string, options: FrameOptions = {}): Buffer {
  const bytes = Buffer.from(payload as string);
  const { isFinal = true, reserved = 0, mask = null } = options;
  const least = bytes.length < 126 ? 1 : bytes.length < 65_536 ? 2 : 8;
  const lengthBytes = Math.max(least, options.lengthBytes ?? 1);
  const head = Buffer.alloc(lengthBytes === 1 ? 2 : 2 + lengthBytes);
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (mask === null ? 0 : 0x80) | (lengthBytes === 1 ? bytes.length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) head.writeUInt16BE(bytes.length, 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(BigInt(bytes.length), 2);
  if (mask === null) return Buffer.concat([head, bytes]);
  return Buffer.concat([head, mask, bytes.map((byte, index) => byte ^ (mask[index & 3] as number))]);
}

/** A close frame's payload. */
export function closePayload(code: number, reason = ''): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(code);
  return Buffer.concat([bytes, Buffer.from(reason)]);
}

export type DecoderChanges = {
  readonly isDeflated?: boolean;
  readonly noTakeover?: boolean;
  readonly maxBytes?: number;
};

/** A decoder as capture makes it. */
export function decoderFor(from: SocketSide, changes: DecoderChanges = {}): WebSocketDecoder {
  return createWebSocketDecoder({
    from,
    createInflater: changes.isDeflated ? createWebSocketInflater : null,
    hasNoContextTakeover: changes.noTakeover ?? false,
    ...(changes.maxBytes === undefined ? {} : { limits: { maxEventBytes: changes.maxBytes } }),
  });
}

/** Every message of the pieces, its bytes copied as they come. */
export function readMessages(decoder: WebSocketDecoder, pieces: readonly Uint8Array[]): readonly SocketMessage[] {
  const own = (messages: readonly SocketMessage[]) =>
    messages.map((each) => ({ ...each, bytes: new Uint8Array(each.bytes) }));
  // Lent for the call: a chunk's bytes are written over afterwards, so that whoever kept a view is found out.
  const read = chunksOf(pieces).flatMap(({ index, receivedAt, bytes }) => {
    const lent = new Uint8Array(bytes);
    const messages = own(decoder.feed({ index, receivedAt, bytes: lent }));
    lent.fill(0xee);
    return messages;
  });
  return [...read, ...own(decoder.end())];
}
