/** Bodies that mean harm or are damaged: nothing throws, nothing is lost. The proof beside it does the same at length. */
import { describe, expect, test } from 'vitest';
import { expectDamagedStreamsRead, readPieces, wholeStreams } from '../../tests/support/damaged-streams.ts';
import { adapters } from '../providers/registry.ts';
import { emptyCompletion, reduceCompletion } from './accumulator.ts';
import { createResponseReader } from './response-reader.ts';
import { applyEvents, createSummaryState, readFacts, toSummary } from './summary-reducer.ts';

describe.each(adapters.map((adapter) => adapter.format))('%s', (format) => {
  test('30 damaged streams: nothing throws, nothing is lost, and the cutting does not matter', () =>
    expectDamagedStreamsRead(format, 30));
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
    const { reader, records } = readPieces(format, 200, null, [new TextEncoder().encode(wholeStreams[index])]);
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
