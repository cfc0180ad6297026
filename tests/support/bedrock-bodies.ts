/** Bodies as Bedrock sends them, written by hand, and what we make of them. */
import { encodeBase64 } from '../../shared/export/base64.ts';
import { encodeUtf8 } from '../../shared/lib/utf8.ts';
import { type DecodedBody, decodeBody } from '../../shared/reconstruct/decode-body.ts';
import { concat, encodeJsonEvent } from '../../shared/stream/aws-event-stream-encoder.ts';

export type BedrockFormat = 'bedrock-converse' | 'bedrock-invoke';
export type BedrockEvent = readonly [type: string, payload: object];

export const eventStreamType = 'application/vnd.amazon.eventstream';

export function framesOf(events: readonly BedrockEvent[]): Uint8Array {
  return concat(events.map(([type, payload]) => encodeJsonEvent(type, payload)));
}

/** A model's own chunk in the envelope of an invoke stream. */
export function invokeChunk(chunk: unknown): Uint8Array {
  return encodeJsonEvent('chunk', { bytes: encodeBase64(encodeUtf8(JSON.stringify(chunk))), p: 'abcdefghijk' });
}

export function decodeFrames(format: BedrockFormat, body: Uint8Array, isCut = false): DecodedBody {
  return decodeBody({ format, contentType: eventStreamType, body, isCut });
}

export function decodeAnswer(
  format: BedrockFormat,
  body: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): DecodedBody {
  return decodeBody({
    format,
    status,
    contentType: 'application/json',
    header: (name) => headers[name] ?? null,
    body: encodeUtf8(JSON.stringify(body)),
  });
}

const oddValues: readonly unknown[] = [
  null,
  [],
  {},
  '',
  'x',
  -1,
  1e21,
  true,
  [null],
  [[]],
  { text: 1 },
  { a: { b: [] } },
];

/** A copy in which about every sixth value is one that nobody expects. */
export function damagedValue(value: unknown, random: () => number): unknown {
  if (random() < 0.17) return oddValues[Math.floor(random() * oddValues.length)];
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => damagedValue(item, random));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, damagedValue(item, random)]));
}
