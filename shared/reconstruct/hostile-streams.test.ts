import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../model/event-record.ts';
import type { WireFormat } from '../model/wire-format.ts';
import { adapters } from '../providers/registry.ts';
import { byteByByte, cutRandomly, seededRandom } from '../stream/test-chunks.ts';
import { emptyCompletion, reduceCompletion } from './accumulator.ts';
import { toCompletionObject } from './completion-object.ts';
import { createResponseReader } from './response-reader.ts';
import type { ResponseReader } from './response-reader-api.ts';
import { applyEvents, createSummaryState, readFacts, toSummary } from './summary-reducer.ts';

const seeds: readonly string[] = [
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

function read(format: WireFormat, status: number, mediaType: string | null, pieces: readonly Uint8Array[]): Outcome {
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

describe.each(adapters.map((adapter) => adapter.format))('%s', (format) => {
  test('300 damaged streams: nothing throws, nothing is lost, and the cutting does not matter', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = seededRandom(seed);
      const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
      const body = damaged(pick(seeds), random);
      const [status, mediaType] = [pick(statuses), pick(mediaTypes)];
      const whole = read(format, status, mediaType, [body]);
      const cut = read(format, status, mediaType, cutRandomly(body, random, 8));
      expect(comparable(cut), `seed ${seed}`).toEqual(comparable(whole));
      if (seed % 10 === 0)
        expect(comparable(read(format, status, mediaType, byteByByte(body)))).toEqual(comparable(whole));
      expect(whole.records.map((record) => record.index)).toEqual(whole.records.map((_, index) => index));
      expect(whole.reader.tally().total).toBe(whole.records.length);
      expect(() => toCompletionObject(whole.reader.completion())).not.toThrow();
    }
  });
});

test('a value that parses but is too deep to be written breaks neither reader nor row', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const start = `data: {"type":"content_block_start","index":0,"content_block":{"type":"new_thing","x":${deep}}}\n\n`;
  const reader = createResponseReader({
    format: 'anthropic-messages',
    request: { body: null },
    response: { status: 200, mediaType: 'text/event-stream', header: () => null },
  });
  const records = reader.feed({
    index: 0,
    receivedAt: 0,
    bytes: new TextEncoder().encode(`${start}data: {"type":"ping"}\n\n`),
  });
  expect(records).toHaveLength(2);
  const state = applyEvents(createSummaryState({ ...startOfNothing }), records, readFacts(reader));
  expect(toSummary(state).eventCount).toBe(2);
});

test('whoever folds the records has the completion of the reader', () => {
  for (const [index, format] of (['openai-chat', 'anthropic-messages', 'ollama-chat'] as const).entries()) {
    const { reader, records } = read(format, 200, null, [new TextEncoder().encode(seeds[index])]);
    let completion = emptyCompletion;
    for (const record of records) {
      for (const delta of record.deltas) completion = reduceCompletion(completion, delta, record.index);
    }
    expect(completion).toEqual(reader.completion());
    expect(completion.choices[0]?.finishReason).toBe('tool-calls');
  }
});

const startOfNothing = {
  id: '0',
  startedAt: 0,
  method: 'POST',
  target: '/',
  path: '/',
  httpVersion: '1.1',
  requestHeaders: [],
  sentRequestHeaders: null,
  upstream: null,
  endpoint: null,
  upstreamUrl: null,
  format: 'anthropic-messages',
  client: { address: '', port: 0, userAgent: null, program: null, pid: null },
} as const;
