/** The inflate step of WebSocket messages (RFC 7692), handed to the frame decoder of shared/, which knows no zlib. */
import type { Inflater } from '../../shared/stream/web-socket-message.ts';
import { createZlibStep } from './zlib-step.ts';

/** What 16 KiB can expand to, and a little: the decoder gives no more at a time. */
const maxStepBytes = 24 * 1024 * 1024;

/** A fresh inflater. zlib's largest window reads what was compressed with any smaller one. */
export function createWebSocketInflater(): Inflater {
  const { push, dispose } = createZlibStep('deflate-raw', maxStepBytes);
  return { push, dispose };
}
