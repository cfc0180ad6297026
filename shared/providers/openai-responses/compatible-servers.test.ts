/** Servers that speak the format their own way: ids that rotate, indexes that are missing, numbers that do not fit, ends without output. */
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
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';

function decode(body: string): DecodedBody {
  return decodeCanned('openai-responses', body);
}

function kinds(decoded: DecodedBody): readonly string[] {
  return decoded.problems.map((problem) => problem.kind);
}

describe('sequence_number', () => {
  const pieces = (numbers: readonly (number | undefined)[]): string =>
    numbers
      .map((sequence_number, index) =>
        JSON.stringify({
          type: 'response.output_text.delta',
          output_index: 0,
          content_index: 0,
          delta: `${index}`,
          sequence_number,
        }),
      )
      .map((data) => `data: ${data}\n\n`)
      .join('');

  it.each<[string, readonly (number | undefined)[], readonly string[], number | null]>([
    ['a gap', [5, 6, 9, 10], ['sequence-gap'], 2],
    ['a repeat', [0, 1, 1, 2], ['sequence-repeat'], 2],
    ['a step back', [0, 1, 2, 1, 3], ['sequence-repeat'], 3],
    ['none at all', [undefined, undefined], [], null],
    ['a start in the middle (starting_after)', [43, 44], [], null],
  ])('%s is told with its event', (_what, numbers, expected, eventIndex) => {
    const found = decode(pieces(numbers)).problems.filter((problem) => problem.kind.startsWith('sequence'));
    expect(found.map((problem) => problem.kind)).toEqual(expected);
    expect(found[0]?.eventIndex ?? null).toBe(eventIndex);
  });

  it('says how many are missing', () => {
    expect(decode(pieces([5, 9])).problems.find((problem) => problem.kind === 'sequence-gap')?.message).toContain(
      '3 missing',
    );
  });

  it('that never counts does not fill the list', () => {
    const found = decode(pieces(Array.from({ length: 500 }, () => 0))).problems;
    expect(found.filter((problem) => problem.kind.startsWith('sequence'))).toHaveLength(17);
  });

  it('events that repeat are still all read, as the SDK does', () => {
    expect(decode(pieces([0, 1, 1])).completion.choices[0]?.text).toBe('012');
  });
});

describe('ids that change in mid-stream', () => {
  it('Copilot: a new id in every event, one message all the same', () => {
    const rotate = (event: CannedEvent, index: number): CannedEvent => ({
      ...event,
      ...('item_id' in event ? { item_id: `enc_${index}` } : {}),
      ...('item' in event ? { item: { ...(event.item as object), id: `enc_${index}` } } : {}),
    });
    const body = responseStream(messageEvents(['Hel', 'lo']).map(rotate), [messageItem('Hello', 'enc_last')]);
    const decoded = decode(body);
    expect(decoded.completion.choices[0]?.text).toBe('Hello');
    expect(decoded.rich.choices[0]?.blocks).toHaveLength(1);
    expect(kinds(decoded)).toEqual(['item-id-changed']);
    expect(decoded.native).toMatchObject({ output: [{ id: 'enc_last' }] });
  });

  it('the end has ids of its own: matched by call, by place', () => {
    const call = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' };
    const events: CannedEvent[] = [
      ...messageEvents(['Hi']),
      { type: 'response.output_item.added', output_index: 1, item: { ...call, arguments: '' } },
      { type: 'response.function_call_arguments.delta', output_index: 1, item_id: 'fc_1', delta: '{}' },
      { type: 'response.output_item.done', output_index: 1, item: call },
    ];
    const decoded = decode(responseStream(events, [messageItem('Hi', 'other'), { ...call, id: 'another' }]));
    expect(decoded.rich.choices[0]?.blocks.map((block) => block.text)).toEqual(['Hi', '{}']);
    expect(decoded.problems).toEqual([]);
  });

  it('a response id that changes is told, the last one stands', () => {
    const decoded = decode(responseStream(messageEvents(['Hi']), [messageItem('Hi')], { id: 'resp_2' }));
    expect(kinds(decoded)).toEqual(['response-id-changed']);
    expect(decoded.completion.id).toBe('resp_2');
  });
});

describe('what is missing', () => {
  it('a terminal event without output is filled from the items', () => {
    const decoded = decode(responseStream(messageEvents(['Hello']), []));
    expect(kinds(decoded)).toEqual(['empty-output']);
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hello', finishReason: 'stop' });
    expect(decoded.native).toMatchObject({
      status: 'completed',
      output: [messageItem('Hello')],
      usage: { total_tokens: 30 },
    });
  });

  it.each([null, undefined])('an output of %s too', (output) => {
    const decoded = decode(responseStream(messageEvents(['Hello']), [], { output }));
    expect(decoded.native).toMatchObject({ output: [messageItem('Hello')] });
  });

  it('an end that leaves out an item is told', () => {
    const events = [...messageEvents(['A']), ...messageEvents(['B'], { outputIndex: 1, id: 'msg_2' })];
    const decoded = decode(responseStream(events, [messageItem('A')]));
    expect(kinds(decoded)).toEqual(['missing-output']);
    expect(decoded.completion.choices[0]?.text).toBe('AB');
  });

  it('an end that says another text than its pieces is told, the pieces stand in the completion', () => {
    const decoded = decode(responseStream(messageEvents(['Hello']), [messageItem('Goodbye')]));
    expect(kinds(decoded)).toEqual(['text-mismatch']);
    expect(decoded.native).toMatchObject({ output: [messageItem('Goodbye')] });
  });

  it('llama.cpp: no indexes at all, items told apart by id', () => {
    const events = [...messageEvents(['Hel', 'lo']), ...messageEvents(['Bye'], { outputIndex: 1, id: 'msg_2' })].map(
      ({ output_index: _output, content_index: _content, ...event }) => event as CannedEvent,
    );
    const decoded = decode(responseStream(events, [messageItem('Hello'), messageItem('Bye', 'msg_2')]));
    expect(decoded.rich.choices[0]?.blocks.map((block) => block.text)).toEqual(['Hello', 'Bye']);
    expect(decoded.problems).toEqual([]);
  });

  it('no indexes, and a message of two parts', () => {
    const added = { ...messageItem(''), status: 'in_progress', content: [] };
    const part = (text: string): CannedEvent[] => [
      { type: 'response.content_part.added', item_id: 'msg_1', part: textPart('') },
      { type: 'response.output_text.delta', item_id: 'msg_1', delta: text },
      { type: 'response.content_part.done', item_id: 'msg_1', part: textPart(text) },
    ];
    const events = [{ type: 'response.output_item.added', item: added }, ...part('One'), ...part('Two')];
    const item = { ...messageItem(''), content: [textPart('One'), textPart('Two')] };
    const decoded = decode(responseStream(events, [item]));
    expect(decoded.rich.choices[0]?.blocks.map((block) => block.text)).toEqual(['One', 'Two']);
    expect(decoded.problems).toEqual([]);
  });

  it('every item at output_index 0: each that is added is a new one', () => {
    const events = [...messageEvents(['One']), ...messageEvents(['Two'], { id: 'msg_2' })];
    const decoded = decode(responseStream(events, [messageItem('One'), messageItem('Two', 'msg_2')]));
    expect(decoded.rich.choices[0]?.blocks.map((block) => block.text)).toEqual(['One', 'Two']);
    expect(kinds(decoded)).toEqual(['duplicate-item']);
  });

  it('index 0 in every event but the beginning: the id says whose text it is', () => {
    const at = { output_index: 0, content_index: 0 };
    const events: CannedEvent[] = [
      ...messageEvents(['One']),
      ...messageEvents([], { outputIndex: 1, id: 'msg_2' }).slice(0, 2),
      { type: 'response.output_text.delta', ...at, item_id: 'msg_2', delta: 'Two' },
      { type: 'response.output_text.done', ...at, item_id: 'msg_2', text: 'Two' },
    ];
    const decoded = decode(responseStream(events, [messageItem('One'), messageItem('Two', 'msg_2')]));
    expect(decoded.rich.choices[0]?.blocks.map((block) => block.text)).toEqual(['One', 'Two']);
    expect(decoded.problems).toEqual([]);
  });

  it('the same id for every item: the index says whose text it is', () => {
    const events = [...messageEvents(['One']), ...messageEvents(['Two'], { outputIndex: 1 })];
    const decoded = decode(responseStream(events, [messageItem('One'), messageItem('Two')]));
    expect(decoded.rich.choices[0]?.blocks.map((block) => block.text)).toEqual(['One', 'Two']);
    expect(decoded.problems).toEqual([]);
  });

  it('items that begin out of order stand in order where the stream was cut', () => {
    const [second] = messageEvents(['B'], { outputIndex: 1, id: 'msg_2' });
    const [first] = messageEvents(['A']);
    const decoded = decode(numberedEvents(...[second, first].filter((event) => event !== undefined)));
    expect(decoded.native).toMatchObject({ output: [{ id: 'msg_1' }, { id: 'msg_2' }] });
  });

  it('text that nobody announced opens its message', () => {
    const decoded = decode(
      numberedEvents({
        type: 'response.output_text.delta',
        output_index: 0,
        content_index: 0,
        item_id: 'm',
        delta: 'Hi',
      }),
    );
    expect(decoded.completion.choices[0]?.text).toBe('Hi');
    expect(kinds(decoded)).toEqual(['item-not-added', 'missing-part', 'truncated']);
    expect(decoded.native).toMatchObject({
      output: [{ id: 'm', type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }],
    });
  });

  it('a part that nobody announced belongs to its item', () => {
    const events = messageEvents(['Hi']).filter((event) => event.type !== 'response.content_part.added');
    const decoded = decode(responseStream(events, [messageItem('Hi')]));
    expect(decoded.completion.choices[0]?.text).toBe('Hi');
    expect(kinds(decoded)).toEqual(['missing-part']);
  });

  it('a response that was never created has its items', () => {
    const body = numberedEvents(...messageEvents(['Hi']), {
      type: 'response.completed',
      response: responseObject({ status: undefined, output: [messageItem('Hi')] }),
    });
    const decoded = decode(body);
    expect(decoded.completion.choices[0]).toMatchObject({ text: 'Hi', finishReason: 'stop' });
    expect(decoded.end).toBe('complete');
  });
});

describe('what comes twice', () => {
  it('a second response in one stream follows the first', () => {
    const one = responseStream(messageEvents(['One']), [messageItem('One')]);
    const decoded = decode(one + one.replaceAll('One', 'Two').replaceAll('resp_1', 'resp_2'));
    expect(kinds(decoded)).toEqual(['second-response']);
    expect(decoded.completion).toMatchObject({ id: 'resp_2', choices: [{ text: 'OneTwo' }] });
    expect(decoded.native).toMatchObject({ id: 'resp_2', output: [messageItem('Two')] });
  });

  it('a part that is announced twice is one part', () => {
    const events = messageEvents(['Hi']);
    const doubled = events.flatMap((event) =>
      event.type === 'response.content_part.added' ? [event, event] : [event],
    );
    const decoded = decode(responseStream(doubled, [messageItem('Hi')]));
    expect(decoded.rich.choices[0]?.blocks).toHaveLength(1);
  });

  it('a message that holds its text when it is added says it once', () => {
    const events: CannedEvent[] = [
      { type: 'response.output_item.added', output_index: 0, item: messageItem('Hi') },
      { type: 'response.content_part.added', output_index: 0, content_index: 0, part: textPart('Hi') },
      { type: 'response.output_item.done', output_index: 0, item: messageItem('Hi') },
    ];
    const decoded = decode(responseStream(events, [messageItem('Hi')]));
    expect(decoded.completion.choices[0]?.text).toBe('Hi');
    expect(decoded.problems).toEqual([]);
  });
});

describe('bounds', () => {
  it('thousands of items are followed up to a limit, and every event is listed', () => {
    const events = Array.from(
      { length: 3000 },
      (_, index): CannedEvent => ({
        type: 'response.output_item.added',
        output_index: index,
        item: { id: `msg_${index}`, type: 'message', content: [textPart('x')] },
      }),
    );
    const decoded = decode(numberedEvents(...events));
    expect(decoded.events.total).toBe(3000);
    expect(decoded.rich.choices[0]?.blocks.length).toBeLessThan(300);
    expect(decoded.completion.choices[0]?.text.length).toBe(1024);
  });
});
