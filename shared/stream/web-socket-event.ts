/** A message of a WebSocket as an event: what adapters, the log and exports read. */
import { decodeUtf8 } from '../lib/utf8.ts';
import type { EventFlag, StreamEvent } from '../model/stream-event.ts';
import { closeCodeOf, closeCodeWords, type SocketMessage } from './web-socket-message.ts';

const openBrace = 0x7b;
const shownBytes = 24;

/**
 * The event of a message. Binary messages that hold a JSON object are read as one (Gemini Live sends its JSON so); of
 * others `data` is their size and first bytes in hexadecimal, of a close its code in words and its reason.
 */
export function toSocketEvent(message: SocketMessage, index: number): StreamEvent {
  const { data, isJson, isValid } = readPayload(message);
  const { kind } = message;
  const isPlain = kind === 'text' || isJson;
  const flags: readonly EventFlag[] = isValid ? message.flags : [...message.flags, 'invalid-utf8'];
  return {
    index,
    framing: 'websocket',
    name: isPlain ? null : kind,
    data,
    lastEventId: null,
    retryMs: null,
    byteStart: message.byteStart,
    byteEnd: message.byteEnd,
    chunkStart: message.chunkStart,
    chunkEnd: message.chunkEnd,
    startedAt: message.startedAt,
    receivedAt: message.receivedAt,
    flags,
    ...(message.from === 'client' ? { from: 'client' as const } : {}),
    ...(kind === 'text' || isJson ? {} : { socket: kind }),
    ...(message.fault === null ? {} : { fault: message.fault }),
  };
}

type Payload = { readonly data: string; readonly isJson: boolean; readonly isValid: boolean };

function readPayload({ kind, bytes, sizeBytes }: SocketMessage): Payload {
  if (kind === 'text') {
    const { text, isValid } = decodeUtf8(bytes);
    return { data: text, isJson: false, isValid };
  }
  if (kind === 'close') return { data: closeWords(bytes), isJson: false, isValid: true };
  const { text, isValid } = decodeUtf8(bytes);
  if (kind === 'binary' && isValid && bytes[0] === openBrace) return { data: text, isJson: true, isValid: true };
  // What pings carry is mostly a few readable words or nothing.
  if (kind !== 'binary' && isValid && !hasControlCharacters(text)) return { data: text, isJson: false, isValid: true };
  return { data: bytesInWords(bytes, sizeBytes), isJson: false, isValid: true };
}

function closeWords(bytes: Uint8Array): string {
  const code = closeCodeOf(bytes);
  if (code === null) return bytes.length === 0 ? 'without a code' : bytesInWords(bytes, bytes.length);
  const reason = decodeUtf8(bytes.subarray(2)).text;
  return reason === '' ? closeCodeWords(code) : `${closeCodeWords(code)}: ${reason}`;
}

/** `1,024 bytes: 00 01 fe …` */
function bytesInWords(bytes: Uint8Array, sizeBytes: number): string {
  const shown = Array.from(bytes.subarray(0, shownBytes), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const size = sizeBytes === 1 ? '1 byte' : `${String(sizeBytes).replace(/\B(?=(\d{3})+$)/g, ',')} bytes`;
  return shown === '' ? size : `${size}: ${shown}${sizeBytes > shownBytes ? ' …' : ''}`;
}

function hasControlCharacters(text: string): boolean {
  for (const character of text) if (character < ' ' || character === '\u007f') return true;
  return false;
}
