/** Our errors and endings against the `openai` SDK: it must raise its own classes, or accept the ending. */
import { APIError, InternalServerError, RateLimitError } from 'openai';
import { describe, expect, it } from 'vitest';
import { messageEvents, messageItem, numberedEvents, responseObject } from '../../../tests/support/canned-responses.ts';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import { readResponsesWithOpenai } from '../../../tests/support/sdk-readers.ts';
import type { ProviderError } from '../../model/delta.ts';
import { createResponseReader } from '../../reconstruct/response-reader.ts';
import type { StreamSoFar } from '../adapter.ts';
import { responsesErrorWriter } from './error-writer.ts';

const error: ProviderError = {
  type: 'upstream_closed',
  message: 'The upstream closed the connection.',
  status: null,
  requestId: null,
  retryAfterSeconds: null,
};
const created = { type: 'response.created', response: responseObject() };
const begun = numberedEvents(created, ...messageEvents(['Hal']).slice(0, 3));

/** What capture knows of a stream when its upstream dies. */
function soFar(body: string): StreamSoFar {
  const reader = createResponseReader({
    format: 'openai-responses',
    request: { body: null },
    response: { status: 200, mediaType: 'text/event-stream', header: () => null },
  });
  reader.feed({ index: 0, receivedAt: 0, bytes: new TextEncoder().encode(body) });
  return reader.streamSoFar();
}

describe('errorBody', () => {
  it.each([
    [503, InternalServerError],
    [429, RateLimitError],
  ])('status %i raises the SDK class', async (status, errorClass) => {
    const body = responsesErrorWriter.errorBody(error);
    const { error: raised } = await readResponsesWithOpenai({ body, status, contentType: 'application/json' });
    expect(raised).toBeInstanceOf(errorClass);
    expect(raised).toMatchObject({ type: 'upstream_closed', message: `${status} ${error.message}` });
  });
});

describe('errorEvent', () => {
  const event = responsesErrorWriter.errorEvent(error, 'sse') ?? '';

  it('raises an APIError with the type and message in a running stream', async () => {
    const { error: raised } = await readResponsesWithOpenai({ body: begun + event });
    expect(raised).toBeInstanceOf(APIError);
    expect(raised).toMatchObject({ type: 'upstream_closed', code: 'upstream_closed', message: error.message });
  });

  it('has the name and the fields of the reference as well', () => {
    expect(event.startsWith('event: error\ndata: ')).toBe(true);
    expect(JSON.parse(event.split('data: ')[1] ?? '')).toMatchObject({
      type: 'error',
      code: 'upstream_closed',
      message: error.message,
      param: null,
      sequence_number: expect.any(Number),
    });
  });

  it('is read by us as what it is', () => {
    const decoded = decodeCanned('openai-responses', begun + event);
    expect(decoded.rich.error).toMatchObject({ type: 'upstream_closed', message: error.message });
    expect(decoded.problems).toEqual([]);
  });

  it('cannot be said inside a JSON body', () => {
    expect(responsesErrorWriter.errorEvent(error, 'json')).toBeNull();
    expect(responsesErrorWriter.completionNotice('x', 'json', null)).toBeNull();
  });
});

describe('completionNotice', () => {
  const notice = (body: string): string => responsesErrorWriter.completionNotice('[cut]', 'sse', soFar(body)) ?? '';

  it('ends a running stream as the SDK accepts it, and keeps what had been said', async () => {
    const { final, error: raised } = await readResponsesWithOpenai({ body: begun + notice(begun) });
    expect(raised).toBeNull();
    expect(final).toMatchObject({
      id: 'resp_1',
      model: 'gpt-test',
      status: 'completed',
      output: [
        { id: 'msg_1', status: 'incomplete', content: [{ text: 'Hal' }] },
        { type: 'message', status: 'completed', content: [{ type: 'output_text', text: '[cut]' }] },
      ],
    });
  });

  it('stands behind items that were complete', async () => {
    const body = numberedEvents(created, ...messageEvents(['Hello']));
    const { final } = await readResponsesWithOpenai({ body: body + notice(body) });
    expect(final).toMatchObject({ output: [messageItem('Hello'), { content: [{ text: '[cut]' }] }] });
  });

  it('is read by us without a problem', () => {
    const decoded = decodeCanned('openai-responses', begun + notice(begun));
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hal[cut]', finishReason: 'stop' });
    expect(decoded.problems).toEqual([]);
  });

  it.each([
    ['nothing came before', ''],
    ['capture cannot tell', null],
  ])('is a whole answer where %s', async (_why, body) => {
    const text = body === null ? responsesErrorWriter.completionNotice('[cut]', 'sse', null) : notice(body);
    const { final, error: raised } = await readResponsesWithOpenai({ body: text ?? '' });
    expect(raised).toBeNull();
    expect(final).toMatchObject({ status: 'completed', output: [{ content: [{ text: '[cut]' }] }] });
  });
});
