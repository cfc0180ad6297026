/** One AWS event-stream message for people: its headers as lines, its payload below, base64 inside it opened. */
import { decodeBase64 } from '../lib/base64.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import { createAwsEventStreamDecoder } from './aws-event-stream-decoder.ts';
import { mayBeginFrame, preludeBytes } from './aws-event-stream-frame.ts';

export type ReadableMessage = {
  /** `:event-type: chunk`, one per header. */
  readonly headers: readonly string[];
  readonly payload: string;
  /** The model's own JSON inside the `bytes` of an invoke stream's chunk. */
  readonly inner: string | null;
};

/** Null for bytes that do not begin with a good prelude. A message that was cut is read as far as it goes. */
export function readEventMessage(bytes: Uint8Array): ReadableMessage | null {
  if (bytes.length < preludeBytes || !mayBeginFrame(bytes, 0)) return null;
  const decoder = createAwsEventStreamDecoder();
  const [event] = [...decoder.feed({ index: 0, receivedAt: 0, bytes }), ...decoder.end()];
  if (event === undefined) return null;
  const headers = (event.headers ?? []).map(({ name, value }) => `${name}: ${value}`);
  return { headers, payload: event.data, inner: innerOf(event.data) };
}

function innerOf(payload: string): string | null {
  const encoded =
    /^\{"bytes":"([A-Za-z0-9+/=]+)"/.exec(payload)?.[1] ?? /"bytes":"([A-Za-z0-9+/=]+)"\}$/.exec(payload)?.[1];
  const bytes = encoded === undefined ? null : decodeBase64(encoded);
  if (bytes === null) return null;
  const { text, isValid } = decodeUtf8(bytes);
  return isValid ? text : null;
}
