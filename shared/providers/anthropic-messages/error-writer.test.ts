/** Our errors and endings against `@anthropic-ai/sdk`: it must raise its own classes, or accept the ending. */
import { APIError, InternalServerError, RateLimitError } from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { decodeCanned, namedEvents } from '../../../tests/support/canned-streams.ts';
import { readWithAnthropic } from '../../../tests/support/sdk-readers.ts';
import type { ProviderError } from '../../model/delta.ts';
import { readStreamSoFar } from '../../reconstruct/stream-so-far.ts';
import { anthropicErrorWriter } from './error-writer.ts';

const error: ProviderError = {
  type: 'api_error',
  message: 'The upstream closed the connection.',
  status: null,
  requestId: null,
  retryAfterSeconds: null,
};
const start = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test',
    content: [],
    usage: { output_tokens: 1 },
  },
};
const textStart = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
const textDelta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hal' } };
const textStop = { type: 'content_block_stop', index: 0 };

describe('errorBody', () => {
  it.each([
    [503, InternalServerError],
    [429, RateLimitError],
  ])('status %i raises the SDK class', async (status, errorClass) => {
    const body = anthropicErrorWriter.errorBody(error);
    const { error: raised } = await readWithAnthropic({ body, status, contentType: 'application/json' });
    expect(raised).toBeInstanceOf(errorClass);
    expect(raised).toMatchObject({ type: 'api_error', error: { error: { message: error.message } } });
  });
});

it('errorEvent raises an APIError with type and message in a running stream', async () => {
  const body = namedEvents(start, textStart, textDelta) + anthropicErrorWriter.errorEvent(error, 'sse');
  const { error: raised } = await readWithAnthropic({ body });
  expect(raised).toBeInstanceOf(APIError);
  expect(raised).toMatchObject({ type: 'api_error', error: { error: { message: error.message } } });
  expect(anthropicErrorWriter.errorEvent(error, 'json')).toBeNull();
});

describe('completionNotice fits the stream wherever it was cut', () => {
  const cuts: readonly (readonly [string, readonly { readonly type: string }[], readonly string[]])[] = [
    ['before anything', [], ['[cut]']],
    ['after message_start', [start], ['[cut]']],
    ['inside a text block', [start, textStart, textDelta], ['Hal', '[cut]']],
    ['between two blocks', [start, textStart, textDelta, textStop], ['Hal', '[cut]']],
  ];

  it.each(cuts)('%s', async (_name, events, texts) => {
    const { rich, native } = decodeCanned('anthropic-messages', namedEvents(...events));
    // `decodeCanned` has closed what was open; the proxy asks while the stream runs.
    const running = {
      ...rich,
      choices: rich.choices.map((choice) => ({ ...choice, blocks: choice.blocks.map(reopen(events)) })),
    };
    const notice = anthropicErrorWriter.completionNotice(
      '[cut]',
      'sse',
      readStreamSoFar(running, () => native),
    );
    const { final, error: raised } = await readWithAnthropic({ body: namedEvents(...events) + notice });
    expect(raised).toBeNull();
    expect(final).toMatchObject({ stop_reason: 'end_turn', content: texts.map((text) => ({ type: 'text', text })) });
  });
});

function reopen(
  events: readonly { readonly type: string }[],
): <Block extends { readonly isOpen: boolean }>(block: Block) => Block {
  const isOpen = events.at(-1)?.type !== 'content_block_stop';
  return (block) => ({ ...block, isOpen });
}
