/** Tool calls as the many servers of OpenAI's format number, name and cut them. */
import { describe, expect, it } from 'vitest';
import { chatDelta, dataEvents, decodeCanned } from '../../../tests/support/canned-streams.ts';

/** The calls rebuilt from these `tool_calls` lists, one per chunk. */
function callsOf(...lists: readonly (readonly object[])[]): readonly unknown[] {
  const chunks = lists.map((list) => chatDelta({ tool_calls: list }));
  const body = dataEvents(chatDelta({ role: 'assistant' }), ...chunks, chatDelta({}, 'tool_calls'), '[DONE]');
  return decodeCanned('openai-chat', body).completion.choices[0]?.toolCalls ?? [];
}

const fn = (name: string | null, text: unknown): object => ({
  function: { ...(name === null ? {} : { name }), arguments: text },
});

describe('one call', () => {
  const one = [{ id: 'c1', name: 'look', input: { a: 1 } }];

  it('id and name in the first piece only', () => {
    const calls = callsOf(
      [{ index: 0, id: 'c1', ...fn('look', '') }],
      [{ index: 0, ...fn(null, '{"a"') }],
      [{ index: 0, ...fn(null, ':1}') }],
    );
    expect(calls).toEqual(one);
  });

  it('id and name repeated in every piece', () => {
    const calls = callsOf(
      [{ index: 0, id: 'c1', ...fn('look', '{"a"') }],
      [{ index: 0, id: 'c1', ...fn('look', ':1}') }],
    );
    expect(calls).toEqual(one);
  });

  it('name repeated as an empty string, id as null', () => {
    expect(
      callsOf([{ index: 0, id: 'c1', ...fn('look', '{"a"') }], [{ index: 0, id: null, ...fn('', ':1}') }]),
    ).toEqual(one);
  });

  it('a new made-up id in every piece', () => {
    const calls = callsOf(
      [{ index: 0, id: 'c1', ...fn('look', '{"a"') }],
      [{ index: 0, id: 'c2', ...fn(null, ':') }],
      [{ index: 0, id: 'c3', ...fn('look', '1}') }],
    );
    expect(calls).toEqual(one);
  });

  it('no index at all', () => {
    expect(callsOf([{ id: 'c1', ...fn('look', '{"a"') }], [fn(null, ':1}')])).toEqual(one);
  });

  it('the name after the first piece', () => {
    expect(callsOf([{ index: 0, id: 'c1', ...fn(null, '{"a"') }], [{ index: 0, ...fn('look', ':1}') }])).toEqual(one);
  });

  it('arguments as an object instead of JSON text', () => {
    expect(callsOf([{ index: 0, id: 'c1', ...fn('look', { a: 1 }) }])).toEqual(one);
  });

  it('arguments that are no JSON stay the raw text', () => {
    expect(callsOf([{ index: 0, id: 'c1', ...fn('look', '{"a":') }])).toEqual([
      { id: 'c1', name: 'look', input: '{"a":' },
    ]);
  });
});

describe('two calls', () => {
  const two = [
    { id: 'c1', name: 'look', input: { a: 1 } },
    { id: 'c2', name: 'look', input: { a: 2 } },
  ];
  const first = { id: 'c1', ...fn('look', '{"a":1}') };
  const second = { id: 'c2', ...fn('look', '{"a":2}') };

  it('parallel pieces go by index', () => {
    const calls = callsOf(
      [{ index: 0, id: 'c1', ...fn('look', '{"a"') }],
      [{ index: 1, id: 'c2', ...fn('look', '{"a"') }],
      [{ index: 0, ...fn(null, ':1}') }],
      [{ index: 1, ...fn(null, ':2}') }],
    );
    expect(calls).toEqual(two);
  });

  it('whole calls, all with index 0', () => {
    expect(callsOf([{ index: 0, ...first }], [{ index: 0, ...second }])).toEqual(two);
  });

  it('whole calls without an index, in one chunk', () => {
    expect(callsOf([first, second])).toEqual(two);
  });

  it('whole calls without index and id', () => {
    const calls = callsOf([fn('look', '{"a":1}')], [fn('look', '{"a":2}')]);
    expect(calls).toEqual(two.map((call) => ({ ...call, id: null })));
  });

  it('whole calls with index 0 and an empty id', () => {
    const calls = callsOf(
      [{ index: 0, id: '', ...fn('look', '{"a":1}') }],
      [{ index: 0, id: '', ...fn('find', '{"a":2}') }],
    );
    expect(calls).toEqual([
      { ...two[0], id: null },
      { ...two[1], id: null, name: 'find' },
    ]);
  });

  it('calls without arguments, all with index 0', () => {
    const calls = callsOf([{ index: 0, id: 'c1', ...fn('look', '') }], [{ index: 0, id: 'c2', ...fn('find', '') }]);
    expect(calls.map((call) => (call as { id: string }).id)).toEqual(['c1', 'c2']);
  });
});

it('a custom tool gets its free text', () => {
  const calls = callsOf(
    [{ index: 0, id: 'c1', type: 'custom', custom: { name: 'sql', input: 'select ' } }],
    [{ index: 0, custom: { input: '1' } }],
  );
  expect(calls).toEqual([{ id: 'c1', name: 'sql', input: 'select 1' }]);
});

it('a nested closing brace at a piece end does not end the call', () => {
  const calls = callsOf(
    [{ index: 0, id: 'c1', ...fn('look', '{"a":{"b":1}') }],
    [{ index: 0, id: 'c1', ...fn('look', ',"c":2}') }],
  );
  expect(calls).toEqual([{ id: 'c1', name: 'look', input: { a: { b: 1 }, c: 2 } }]);
});
