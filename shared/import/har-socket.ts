/**
 * The messages of a WebSocket, which browsers and proxies keep in `_webSocketMessages`, as the frames that carried them.
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
import { decodeBase64 } from '../lib/base64.ts';
import { encodeUtf8 } from '../lib/utf8.ts';
import type { TimedBytes } from './har-body.ts';

type Frame = TimedBytes & { readonly direction: 'request' | 'response' };

/** `time` is in epoch seconds; what has none comes right after the one before. */
export function socketFrames(value: unknown, firstAt: number): readonly Frame[] {
  if (!Array.isArray(value)) return [];
  const frames: Frame[] = [];
  let receivedAt = firstAt;
  for (const item of value) {
    const { type, time, opcode, data } = (item ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof data !== 'string') continue;
    const code = typeof opcode === 'number' && opcode > 0 && opcode < 16 ? opcode : 1;
    const isClient = type === 'send' || type === 'request';
    // Strictly rising, so that the order of both directions can be told from the times.
    receivedAt = Math.max(receivedAt + 0.001, typeof time === 'number' && time > 0 ? time * 1000 : 0);
    const payload = (code === 1 ? null : decodeBase64(data)) ?? encodeUtf8(data);
    frames.push({ receivedAt, direction: isClient ? 'request' : 'response', bytes: frame(code, payload, isClient) });
  }
  return frames;
}

/** A client's frame is masked with zeros, which leaves the payload as it is. */
function frame(opcode: number, payload: Uint8Array, isMasked: boolean): Uint8Array {
  const { length } = payload;
  const sizeBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const start = 2 + sizeBytes + (isMasked ? 4 : 0);
  const bytes = new Uint8Array(start + length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x80 | opcode;
  bytes[1] = (isMasked ? 0x80 : 0) | (sizeBytes === 0 ? length : sizeBytes === 2 ? 126 : 127);
  if (sizeBytes === 2) view.setUint16(2, length);
  if (sizeBytes === 8) view.setBigUint64(2, BigInt(length));
  bytes.set(payload, start);
  return bytes;
}
