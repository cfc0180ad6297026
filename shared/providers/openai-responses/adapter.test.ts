import { describe, expect, it, test } from 'vitest';
import {
  messageEvents,
  messageItem,
  numberedEvents,
  responseObject,
  responseStream,
} from '../../../tests/support/canned-responses.ts';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import { type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';
import { openaiResponsesAdapter } from './adapter.ts';

function decode(body: string | object, status = 200): DecodedBody {
  return decodeCanned('openai-responses', body, status);
}

function kinds(decoded: DecodedBody): readonly string[] {
  return decoded.problems.map((problem) => problem.kind);
}

test.each<[string, string, boolean]>([
  ['POST', '/v1/responses', true],
  ['POST', '/responses', true],
  ['POST', '/openai/responses', true],
  ['POST', '/openai/v1/responses', true],
  ['POST', '/backend-api/codex/responses', true],
  ['POST', '/v1/responses/compact', true],
  ['GET', '/v1/responses/resp_1', true],
  ['DELETE', '/v1/responses/resp_1', true],
  ['POST', '/v1/responses/resp_1/cancel', true],
  ['GET', '/v1/responses/resp_1/input_items', false],
  ['POST', '/v1/responses/input_tokens', false],
  ['GET', '/v1/responses', false],
  ['POST', '/v1/chat/completions', false],
])('%s %s is a response: %s', (method, path, isMine) => {
  const score = openaiResponsesAdapter.match({ method, path, query: '', header: () => null, defaultFormat: 'unknown' });
  expect(score > 0).toBe(isMine);
});

describe('a stream', () => {
  const body = responseStream(messageEvents(['Hel', 'lo']), [messageItem('Hello')]);

  it('becomes text with usage, id, model and status', () => {
    const { completion, end, problems, events, rich } = decode(body);
    expect(completion).toMatchObject({
      id: 'resp_1',
      model: 'gpt-test',
      choices: [{ index: 0, text: 'Hello', reasoning: '', refusal: null, toolCalls: [], finishReason: 'stop' }],
      usage: {
        inputTokens: 10,
        cacheReadTokens: 4,
        cacheWriteTokens: null,
        outputTokens: 20,
        reasoningTokens: 5,
        totalTokens: 30,
      },
    });
    expect({ end, problems, events }).toEqual({
      end: 'complete',
      problems: [],
      events: { total: 9, used: 9, ignored: 0, unknown: 0, malformed: 0 },
    });
    expect(rich.choices[0]?.rawFinishReason).toBe('completed');
  });

  it('names each event by its type and what it said', () => {
    const { records } = decode(body);
    expect(records.map((record) => `${record.type}|${record.reading}`)).toEqual([
      'created|gpt-test',
      'output_item.added|message',
      'content_part.added|output_text',
      'output_text.delta|Hel',
      'output_text.delta|lo',
      'output_text.done|Hello',
      'content_part.done|output_text',
      'output_item.done|message',
      'completed|completed, 10 in, 20 out',
    ]);
  });

  it('ends its block with the part, not with the response', () => {
    const { records } = decode(body);
    const ending = records.find((record) => record.deltas.some((delta) => delta.type === 'block-end'));
    expect(ending?.type).toBe('content_part.done');
  });

  it('that only says whole texts, without pieces, is not less', () => {
    const events = messageEvents(['Hello']).filter((event) => !event.type.endsWith('.delta'));
    const decoded = decode(responseStream(events, [messageItem('Hello')]));
    expect(decoded.completion.choices[0]?.text).toBe('Hello');
    expect(decoded.problems).toEqual([]);
  });

  it('that only tells its end is the answer all the same', () => {
    const decoded = decode(
      responseStream(
        [],
        [
          messageItem('Hello'),
          {
            type: 'function_call',
            id: 'fc_1',
            call_id: 'call_1',
            name: 'f',
            arguments: '{"a":1}',
            status: 'completed',
          },
        ],
      ),
    );
    expect(decoded.completion.choices[0]).toMatchObject({
      text: 'Hello',
      toolCalls: [{ id: 'call_1', name: 'f', input: { a: 1 } }],
      finishReason: 'tool-calls',
    });
  });

  it('may have the type on the SSE name alone', () => {
    const text = body.replaceAll(/"type":"response\.[a-z_.]+",/g, '');
    expect(text).not.toContain('"type":"response.');
    expect(decode(text).completion.choices[0]?.text).toBe('Hello');
  });

  it('keeps an unknown event, ignores keep-alives and a borrowed [DONE]', () => {
    const decoded = decode(
      `${numberedEvents({ type: 'keepalive' }, { type: 'codex.rate_limits', limits: {} })}data: [DONE]\n\n`,
    );
    expect(decoded.records.map((record) => [record.type, record.outcome])).toEqual([
      ['keepalive', 'ignored'],
      ['codex.rate_limits', 'unknown'],
      ['[DONE]', 'ignored'],
    ]);
  });

  it('with an event that is no JSON goes on behind it', () => {
    const decoded = decode(`data: {"type":"response.output_te\n\n${body}`);
    expect(decoded.events.malformed).toBe(1);
    expect(kinds(decoded)).toEqual(['malformed-json']);
    expect(decoded.completion.choices[0]?.text).toBe('Hello');
  });

  it('without its end is truncated', () => {
    const cut = body.slice(0, body.indexOf('event: response.output_text.done'));
    const decoded = decode(cut);
    expect(decoded.end).toBe('truncated');
    expect(kinds(decoded)).toEqual(['truncated']);
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hello', finishReason: null });
    expect(decoded.rich.choices[0]?.blocks[0]?.isOpen).toBe(false);
  });
});

describe('the loss report', () => {
  const lossOf = (text: string, contentType = 'text/event-stream'): DecodedBody['loss'] =>
    decodeBody({
      format: 'openai-responses',
      status: 200,
      contentType,
      body: new TextEncoder().encode(text),
      withLossReport: true,
    }).loss;
  const stream = (output: readonly object[]): DecodedBody['loss'] =>
    lossOf(responseStream(messageEvents(['Hel', 'lo']), output));

  it('finds nothing lost, and the items equal to the terminal event', () => {
    const loss = stream([messageItem('Hello')]);
    expect(loss?.dropped).toEqual([]);
    expect(loss?.terminal).toEqual({ against: 'response.completed', differences: [] });
  });

  it('says where the terminal event says something else', () => {
    expect(stream([messageItem('Hello!')])?.terminal?.differences).toEqual([
      { path: 'output[0].content[0].text', rebuilt: '"Hello"', terminal: '"Hello!"' },
    ]);
  });

  it('takes encrypted text for equal: OpenAI encrypts it anew for each event', () => {
    const item = (encrypted: string): object => ({
      id: 'rs_1',
      type: 'reasoning',
      summary: [],
      encrypted_content: encrypted,
    });
    const events = [
      { type: 'response.output_item.added', output_index: 0, item: item('gAAA1') },
      { type: 'response.output_item.done', output_index: 0, item: item('gAAA2') },
    ];
    const loss = lossOf(responseStream(events, [item('gAAA3')]));
    expect(loss).toMatchObject({ dropped: [], terminal: { differences: [] } });
  });

  it('has nothing to compare in a body in one piece', () => {
    const body = JSON.stringify(responseObject({ status: 'completed', output: [messageItem('Hello')] }));
    expect(lossOf(body, 'application/json')).toMatchObject({ dropped: [], terminal: null });
  });
});

describe('how a response ends', () => {
  const partial = [{ ...messageItem('Hel'), status: 'incomplete' }];

  it.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content-filter'],
    ['something_new', 'other'],
  ])('incomplete by %s is %s', (reason, finishReason) => {
    const response = responseObject({ status: 'incomplete', incomplete_details: { reason }, output: partial });
    const { completion, rich } = decode(numberedEvents({ type: 'response.incomplete', response }));
    expect(completion.choices[0]).toMatchObject({ text: 'Hel', finishReason });
    expect(rich.choices[0]?.rawFinishReason).toBe(reason);
  });

  it('failed tells the error and keeps what came', () => {
    const response = responseObject({ status: 'failed', error: { code: 'server_error', message: 'Out of luck' } });
    const events = messageEvents(['Hel']).slice(0, 3);
    const decoded = decode(
      numberedEvents({ type: 'response.created', response: responseObject() }, ...events, {
        type: 'response.failed',
        response,
      }),
    );
    expect(decoded.rich.error).toMatchObject({ type: 'server_error', message: 'Out of luck' });
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hel', finishReason: 'error' });
    expect(decoded.end).toBe('failed');
    expect(decoded.native).toMatchObject({ status: 'failed', output: [{ content: [{ text: 'Hel' }] }] });
  });

  it('cancelled is neither a stop nor an error', () => {
    const response = responseObject({ status: 'cancelled' });
    const { rich } = decode(numberedEvents({ type: 'response.cancelled', response }));
    expect(rich.choices[0]).toMatchObject({ finishReason: 'other', rawFinishReason: 'cancelled' });
    expect(rich.error).toBeNull();
  });

  it('a refusal is one, whatever the status says', () => {
    const item = { ...messageItem(''), content: [{ type: 'refusal', refusal: 'No.' }] };
    const at = { output_index: 0, item_id: 'msg_1', content_index: 0 };
    const decoded = decode(
      responseStream(
        [
          { type: 'response.output_item.added', output_index: 0, item: { ...messageItem(''), content: [] } },
          { type: 'response.content_part.added', ...at, part: { type: 'refusal', refusal: '' } },
          { type: 'response.refusal.delta', ...at, delta: 'N' },
          { type: 'response.refusal.delta', ...at, delta: 'o.' },
          { type: 'response.refusal.done', ...at, refusal: 'No.' },
        ],
        [item],
      ),
    );
    expect(decoded.completion.choices[0]).toMatchObject({ text: '', refusal: 'No.', finishReason: 'refusal' });
    expect(decoded.problems).toEqual([]);
  });
});

describe('an error in the stream', () => {
  const begun = numberedEvents({ type: 'response.created', response: responseObject() });
  const expected = { type: 'rate_limit_exceeded', message: 'Slow down' };

  it.each<[string, string]>([
    [
      'flat, as the reference has it',
      'event: error\ndata: {"type":"error","code":"rate_limit_exceeded","message":"Slow down","param":null,"sequence_number":1}\n\n',
    ],
    [
      'nested, as servers send it',
      'event: error\ndata: {"type":"error","error":{"type":"rate_limit_exceeded","code":"rate_limit_exceeded","message":"Slow down","param":null},"sequence_number":1}\n\n',
    ],
    [
      'nested without a name',
      'data: {"type":"error","error":{"code":"rate_limit_exceeded","message":"Slow down"}}\n\n',
    ],
    ['bare, as gateways send it', 'data: {"error":{"code":"rate_limit_exceeded","message":"Slow down"}}\n\n'],
    ['named only, without a type', 'event: error\ndata: {"code":"rate_limit_exceeded","message":"Slow down"}\n\n'],
    [
      'as response.error',
      'data: {"type":"response.error","error":{"code":"rate_limit_exceeded","message":"Slow down"}}\n\n',
    ],
  ])('%s', (_spelling, event) => {
    const decoded = decode(begun + event);
    expect(decoded.rich.error).toMatchObject(expected);
    expect(decoded.events).toMatchObject({ unknown: 0, malformed: 0 });
    expect(decoded.end).toBe('failed');
    expect(decoded.problems).toEqual([]);
  });

  it('as plain text is quoted', () => {
    expect(decode(`${begun}event: error\ndata: upstream gone\n\n`).rich.error?.message).toBe('upstream gone');
    expect(decode(`${begun}data: {"error":"upstream gone"}\n\n`).rich.error?.message).toBe('upstream gone');
  });

  it('before response.failed ends the native object: the SDK threw there', () => {
    const response = responseObject({ status: 'failed', error: { code: 'server_error', message: 'Broken' } });
    const decoded = decode(
      numberedEvents(
        { type: 'response.created', response: responseObject() },
        ...messageEvents(['Hel']).slice(0, 3),
        { type: 'error', code: 'server_error', message: 'Broken', param: null },
        { type: 'response.failed', response },
      ),
    );
    expect(decoded.rich.error?.message).toBe('Broken');
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hel', finishReason: 'error' });
    expect(decoded.native).toMatchObject({ status: 'in_progress', output: [{ content: [{ text: 'Hel' }] }] });
    expect(decoded.problems).toEqual([]);
  });
});

describe('a body in one piece', () => {
  it('says what a stream would have said', () => {
    const streamed = decode(responseStream(messageEvents(['Hello']), [messageItem('Hello')]));
    const whole = decode(streamed.native as object);
    expect(whole.completion).toEqual(streamed.completion);
    expect(whole.native).toEqual(streamed.native);
    expect(whole.end).toBe('complete');
    expect(whole.problems).toEqual([]);
  });

  it('that still runs in the background has no finish reason', () => {
    const { completion, rich } = decode(responseObject({ status: 'queued', background: true }));
    expect(completion.choices).toEqual([]);
    expect(rich.isEnded).toBe(true);
  });

  it('a failed response with status 200 is an error', () => {
    const { rich } = decode(responseObject({ status: 'failed', error: { code: 'server_error', message: 'Broken' } }));
    expect(rich.error).toMatchObject({ type: 'server_error', message: 'Broken', status: null });
  });

  it('a deleted response is no answer, and nothing is lost', () => {
    const body = { id: 'resp_1', object: 'response.deleted', deleted: true };
    const decoded = decode(body);
    expect(decoded.native).toEqual(body);
    expect(decoded.events.used).toBe(1);
  });

  it.each([
    [429, { error: { type: 'requests', code: 'rate_limit_exceeded', message: 'Slow down' } }, 'rate_limit_exceeded'],
    [400, { code: 'Client specified an invalid argument', error: 'Bad key' }, 'Client specified an invalid argument'],
  ])('of status %i is an error', (status, body, type) => {
    const { rich, native } = decode(body, status);
    expect(rich.error).toMatchObject({ status, type });
    expect(native).toEqual(body);
  });
});
