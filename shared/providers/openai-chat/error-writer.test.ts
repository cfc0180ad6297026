/** Our errors and endings against the `openai` SDK: it must raise its own classes, or accept the ending. */
import { APIError, InternalServerError, RateLimitError } from 'openai';
import { describe, expect, it } from 'vitest';
import { chatDelta, dataEvents } from '../../../tests/support/canned-streams.ts';
import { readWithOpenai } from '../../../tests/support/sdk-readers.ts';
import type { ProviderError } from '../../model/delta.ts';
import { openaiErrorWriter } from './error-writer.ts';

const error: ProviderError = {
  type: 'upstream_closed',
  message: 'The upstream closed the connection.',
  status: null,
  requestId: null,
  retryAfterSeconds: null,
};
const begun = dataEvents(chatDelta({ role: 'assistant' }), chatDelta({ content: 'Hal' }));

describe('errorBody', () => {
  it.each([
    [503, InternalServerError],
    [429, RateLimitError],
  ])('status %i raises the SDK class', async (status, errorClass) => {
    const body = openaiErrorWriter.errorBody(error);
    const { error: raised } = await readWithOpenai({ body, status, contentType: 'application/json' });
    expect(raised).toBeInstanceOf(errorClass);
    expect(raised).toMatchObject({ type: 'upstream_closed', message: `${status} ${error.message}` });
  });
});

describe('errorEvent', () => {
  it('raises an APIError with the type and message in a running stream', async () => {
    const { error: raised } = await readWithOpenai({ body: begun + openaiErrorWriter.errorEvent(error, 'sse') });
    expect(raised).toBeInstanceOf(APIError);
    expect(raised).toMatchObject({ type: 'upstream_closed', message: error.message });
  });

  it('cannot be said inside a JSON body', () => {
    expect(openaiErrorWriter.errorEvent(error, 'json')).toBeNull();
    expect(openaiErrorWriter.completionNotice('x', 'json', null)).toBeNull();
  });
});

describe('completionNotice', () => {
  const seen = {
    id: 'chatcmpl-1',
    model: 'gpt-test',
    createdAt: 1_700_000_000,
    isStarted: true,
    openBlock: null,
    nextBlockIndex: 0,
  };

  it('ends a running stream as the SDK accepts it, with its id and model', async () => {
    const { final } = await readWithOpenai({ body: begun + openaiErrorWriter.completionNotice(' [cut]', 'sse', seen) });
    expect(final).toMatchObject({
      id: 'chatcmpl-1',
      model: 'gpt-test',
      created: 1_700_000_000,
      choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Hal [cut]' } }],
    });
  });

  it('is a whole answer where nothing came before', async () => {
    const { final } = await readWithOpenai({ body: openaiErrorWriter.completionNotice('gone', 'sse', null) ?? '' });
    expect(final).toMatchObject({ choices: [{ finish_reason: 'stop', message: { content: 'gone' } }] });
  });
});
