/** Small streams of several formats, damaged by a seed and read by any adapter, at once and in pieces. */
import { expect } from 'vitest';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { toCompletionObject } from '../../shared/reconstruct/completion-object.ts';
import { createResponseReader } from '../../shared/reconstruct/response-reader.ts';
import type { ResponseReader } from '../../shared/reconstruct/response-reader-api.ts';
import { byteByByte, cutRandomly, seededRandom } from '../../shared/stream/test-chunks.ts';

/** Whole streams of openai-chat, anthropic-messages and ollama-chat, and an error, before the damage. */
export const wholeStreams: readonly string[] = [
  'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hé"}}]}\n\ndata: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\ndata: [DONE]\n\n',
  'event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"c","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}\n\nevent: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}\n\nevent: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}}\n\nevent: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\nevent: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n',
  '{"model":"m","message":{"role":"assistant","content":"Hé","thinking":"x"},"done":false}\n{"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":true,"done_reason":"stop","eval_count":3}\n',
  '{"error":{"type":"x","message":"boom"}}',
];

const statuses = [200, 200, 200, 429, 500];
const mediaTypes = ['text/event-stream', 'application/x-ndjson', 'application/json', null];
const splinters = [
  '\r',
  '\n\n',
  '\0',
  'null',
  '[]',
  '{}',
  '"',
  '-1',
  '1e999',
  'data: ',
  '{"choices":',
  '\uFEFF',
  '__proto__',
];

function damaged(text: string, random: () => number): Uint8Array {
  let bytes = [...new TextEncoder().encode(text)];
  for (let blow = 0; blow < 1 + random() * 6; blow += 1) {
    const at = Math.floor(random() * bytes.length);
    const size = Math.floor(random() * 40);
    const kind = Math.floor(random() * 5);
    if (kind === 0) bytes[at] = Math.floor(random() * 256);
    else if (kind === 1) bytes.splice(at, size);
    else if (kind === 2) bytes.splice(at, 0, ...bytes.slice(at, at + size * 4));
    else if (kind === 3)
      bytes.splice(at, size, ...new TextEncoder().encode(splinters[Math.floor(random() * splinters.length)]));
    else bytes = bytes.slice(0, at + 1);
  }
  return Uint8Array.from(bytes);
}

type Outcome = { readonly reader: ResponseReader; readonly records: readonly EventRecord[]; readonly final: number };

/** These pieces read to their end. */
export function readPieces(
  format: WireFormat,
  status: number,
  mediaType: string | null,
  pieces: readonly Uint8Array[],
): Outcome {
  const reader = createResponseReader({
    format,
    request: { body: null },
    response: { status, mediaType, header: () => null },
    limits: { maxEventBytes: 600 },
  });
  const records = pieces.flatMap((bytes, index) => reader.feed({ index, receivedAt: index, bytes }));
  const last = reader.end(false);
  return { reader, records: [...records, ...last.events], final: last.finalDeltas.length };
}

function comparable({ reader, records, final }: Outcome): unknown {
  const events = records.map(({ chunkStart: _start, chunkEnd: _end, receivedAt: _at, ...rest }) => rest);
  return [events, final, reader.framing(), reader.completion(), reader.native(), reader.problems(), reader.tally()];
}

/** Nothing throws, nothing is lost, and the cutting does not matter, with the seeds 1 to `rounds`. */
export function expectDamagedStreamsRead(format: WireFormat, rounds: number): void {
  for (let seed = 1; seed <= rounds; seed += 1) expectDamagedStreamRead(format, seed);
}

function expectDamagedStreamRead(format: WireFormat, seed: number): void {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const body = damaged(pick(wholeStreams), random);
  const [status, mediaType] = [pick(statuses), pick(mediaTypes)];
  const whole = readPieces(format, status, mediaType, [body]);
  const cut = readPieces(format, status, mediaType, cutRandomly(body, random, 8));
  expect(comparable(cut), `seed ${seed}`).toEqual(comparable(whole));
  if (seed % 10 === 0)
    expect(comparable(readPieces(format, status, mediaType, byteByByte(body)))).toEqual(comparable(whole));
  expect(whole.records.map((record) => record.index)).toEqual(whole.records.map((_, index) => index));
  expect(whole.reader.tally().total).toBe(whole.records.length);
  expect(() => toCompletionObject(whole.reader.completion())).not.toThrow();
}
