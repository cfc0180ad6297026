/** An event's JSON within its own bytes, where the framing around it is the plain one. */
import { decodeUtf8 } from '../lib/utf8.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import type { JsonBlock } from './block-template.ts';

/**
 * The block of an event; `bytes` are those from `offset` of the body on. Null where they do not hold all of it, and where it
 * is framed in any other way than most are: what is not known to be one event by itself must be left to the decoder.
 */
export function blockOfEvent(event: StreamEvent, bytes: Uint8Array, offset: number): JsonBlock | null {
  const start = event.byteStart - offset;
  const end = event.byteEnd - offset;
  if (start < 0 || end > bytes.length) return null;
  const { text, isValid } = decodeUtf8(bytes.subarray(start, end));
  const at = text.indexOf(event.data);
  if (at === -1 || !isValid) return null;
  const block = { before: text.slice(0, at), data: event.data, after: text.slice(at + event.data.length) };
  return isPlainlyFramed(event, block) ? block : null;
}

function isPlainlyFramed({ framing, name }: StreamEvent, { before, after }: JsonBlock): boolean {
  if (framing === 'ndjson') return before === '' && (after === '\n' || after === '\r\n');
  if (framing !== 'sse' || after !== '\n\n') return false;
  if (name === null) return before === 'data: ' || before === 'data:';
  return before === `event: ${name}\ndata: ` || before === `event:${name}\ndata:`;
}
