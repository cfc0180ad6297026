/** `native` against the `openai` SDK itself: what `responses.stream().finalResponse()` returns for the same bytes. */
import { describe, expect, it } from 'vitest';
import {
  type CannedEvent,
  messageEvents,
  messageItem,
  numberedEvents,
  responseObject,
  responseStream,
  textPart,
} from '../../../tests/support/canned-responses.ts';
import { decodeCanned, plainJson } from '../../../tests/support/canned-streams.ts';
import { readResponsesWithOpenai } from '../../../tests/support/sdk-readers.ts';

async function expectSame(body: string): Promise<void> {
  const { final, error } = await readResponsesWithOpenai({ body });
  expect(error).toBeNull();
  expect(plainJson(decodeCanned('openai-responses', body).native)).toEqual(final);
}

/** A stream that stops in the middle: the SDK returns its snapshot. */
function cut(...events: readonly CannedEvent[]): string {
  return numberedEvents({ type: 'response.created', response: responseObject() }, ...events);
}

function added(item: object, outputIndex = 0): CannedEvent {
  return { type: 'response.output_item.added', output_index: outputIndex, item };
}

const at = { output_index: 0, item_id: 'x' };
const call = { id: 'x', type: 'function_call', status: 'in_progress', call_id: 'c', name: 'f', arguments: '' };

describe('a whole stream', () => {
  it('is the response of its terminal event', () =>
    expectSame(responseStream(messageEvents(['Hel', 'lo']), [messageItem('Hello')])));

  it('also where that response failed or is incomplete', async () => {
    await expectSame(
      cut({
        type: 'response.failed',
        response: responseObject({ status: 'failed', error: { code: 'x', message: 'y' }, output: [messageItem('a')] }),
      }),
    );
    await expectSame(
      cut({
        type: 'response.incomplete',
        response: responseObject({ status: 'incomplete', output: [messageItem('a')] }),
      }),
    );
  });
});

describe('a stream that was cut has the snapshot of the SDK', () => {
  it.each<[string, readonly CannedEvent[]]>([
    ['after its first event', []],
    ['in a text', messageEvents(['Hel', 'lo']).slice(0, 4)],
    ['between part and item', messageEvents(['Hel', 'lo']).slice(0, 6)],
    [
      'in a second message',
      [...messageEvents(['Hi']), ...messageEvents(['Yo'], { outputIndex: 1, id: 'm2' }).slice(0, 3)],
    ],
    [
      'in a refusal',
      [
        added({ id: 'x', type: 'message', status: 'in_progress', role: 'assistant', content: [] }),
        { type: 'response.content_part.added', ...at, content_index: 0, part: { type: 'refusal', refusal: '' } },
        { type: 'response.refusal.delta', ...at, content_index: 0, delta: 'No' },
      ],
    ],
    [
      'after an annotation',
      [
        ...messageEvents(['Hi']).slice(0, 3),
        {
          type: 'response.output_text.annotation.added',
          output_index: 0,
          item_id: 'msg_1',
          content_index: 0,
          annotation_index: 0,
          annotation: { type: 'file_path', file_id: 'f' },
        },
      ],
    ],
    [
      'in the arguments of a function',
      [added(call), { type: 'response.function_call_arguments.delta', ...at, delta: '{"a' }],
    ],
    [
      'behind arguments that came whole',
      [added(call), { type: 'response.function_call_arguments.done', ...at, arguments: '{}' }],
    ],
    [
      'in a custom tool',
      [
        added({ ...call, type: 'custom_tool_call', input: '' }),
        { type: 'response.custom_tool_call_input.delta', ...at, delta: 'abc' },
      ],
    ],
    [
      'in an MCP call',
      [
        added({ id: 'x', type: 'mcp_call', status: 'in_progress', name: 'n', server_label: 's', arguments: '' }),
        { type: 'response.mcp_call.in_progress', ...at },
        { type: 'response.mcp_call_arguments.delta', ...at, delta: '{' },
        { type: 'response.mcp_call.failed', ...at },
      ],
    ],
    [
      'in code',
      [
        added({
          id: 'x',
          type: 'code_interpreter_call',
          status: 'in_progress',
          code: '',
          container_id: 'c',
          outputs: null,
        }),
        { type: 'response.code_interpreter_call_code.delta', ...at, delta: 'a = "1' },
        { type: 'response.code_interpreter_call.interpreting', ...at },
      ],
    ],
    [
      'in a search',
      [
        added({ id: 'x', type: 'web_search_call', status: 'in_progress' }),
        { type: 'response.web_search_call.searching', ...at },
      ],
    ],
    [
      'in an image',
      [
        added({ id: 'x', type: 'image_generation_call', status: 'in_progress', result: null }),
        { type: 'response.image_generation_call.generating', ...at },
        {
          type: 'response.image_generation_call.partial_image',
          ...at,
          partial_image_index: 0,
          partial_image_b64: 'QQ==',
        },
      ],
    ],
    [
      'in a summary',
      [
        added({ id: 'x', type: 'reasoning', summary: [] }),
        {
          type: 'response.reasoning_summary_part.added',
          ...at,
          summary_index: 0,
          part: { type: 'summary_text', text: '' },
        },
        { type: 'response.reasoning_summary_text.delta', ...at, summary_index: 0, delta: 'First' },
        { type: 'response.reasoning_summary_text.done', ...at, summary_index: 0, text: 'First' },
        {
          type: 'response.reasoning_summary_part.added',
          ...at,
          summary_index: 1,
          part: { type: 'summary_text', text: '' },
        },
        { type: 'response.reasoning_summary_text.delta', ...at, summary_index: 1, delta: 'Second' },
      ],
    ],
    [
      'in reasoning text',
      [
        added({ id: 'x', type: 'reasoning', summary: [] }),
        { type: 'response.content_part.added', ...at, content_index: 0, part: { type: 'reasoning_text', text: '' } },
        { type: 'response.reasoning_text.delta', ...at, content_index: 0, delta: 'Hm' },
      ],
    ],
    [
      'in sound',
      [
        { type: 'response.audio.delta', delta: 'QUFB' },
        { type: 'response.audio.transcript.delta', delta: 'Hi' },
      ],
    ],
    [
      'behind a list of tools',
      [
        added({ id: 'x', type: 'mcp_list_tools', server_label: 's', tools: [] }),
        { type: 'response.mcp_list_tools.completed', ...at },
      ],
    ],
    [
      'with a text whose end said otherwise',
      [
        ...messageEvents(['Hi']).slice(0, 3),
        {
          type: 'response.output_text.done',
          output_index: 0,
          item_id: 'msg_1',
          content_index: 0,
          text: 'Ho',
          logprobs: [],
        },
      ],
    ],
    [
      'with parts that hold text from the start',
      [
        added({ id: 'x', type: 'message', status: 'in_progress', role: 'assistant', content: [] }),
        { type: 'response.content_part.added', ...at, content_index: 0, part: textPart('Al') },
        { type: 'response.output_text.delta', ...at, content_index: 0, delta: 'so' },
      ],
    ],
    [
      'with arguments that begin with the item',
      [added({ ...call, arguments: '{"a"' }), { type: 'response.function_call_arguments.delta', ...at, delta: ':1}' }],
    ],
  ])('%s', (_where, events) => expectSame(cut(...events)));
});

describe('logprobs of a text that was cut', () => {
  const logprob = (token: string): object => ({ token, logprob: -0.5, bytes: [1], top_logprobs: [] });
  const piece = (delta: string): CannedEvent => ({
    type: 'response.output_text.delta',
    output_index: 0,
    item_id: 'msg_1',
    content_index: 0,
    delta,
    logprobs: [logprob(delta)],
  });
  const logprobsOf = (...events: readonly CannedEvent[]): unknown =>
    (decodeCanned('openai-responses', cut(...messageEvents([]).slice(0, 2), ...events)).native as NativeMessage)
      .output[0]?.content[0]?.logprobs;

  it('are those of its pieces, as in version 7 of the SDK', () => {
    expect(logprobsOf(piece('a'), piece('b'))).toEqual([logprob('a'), logprob('b')]);
  });

  it('are those of its end, where that came', () => {
    const done = { ...piece('a'), type: 'response.output_text.done', text: 'a', logprobs: [logprob('whole')] };
    expect(logprobsOf(piece('a'), done)).toEqual([logprob('whole')]);
  });
});

type NativeMessage = { readonly output: readonly { readonly content: readonly { readonly logprobs: unknown }[] }[] };

describe('a body in one piece', () => {
  it('is itself', async () => {
    const body = JSON.stringify(responseObject({ status: 'completed', output: [messageItem('Hi')] }));
    const { final } = await readResponsesWithOpenai({ body, contentType: 'application/json' });
    expect(decodeCanned('openai-responses', JSON.parse(body) as object).native).toEqual(final);
  });
});
