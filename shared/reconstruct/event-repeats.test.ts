/** The fast way through a stream against the adapters' own reading, which is the truth. event-repeats.proof.test.ts does it with recordings. */
import { describe, expect, it } from 'vitest';
import { readBody } from '../../tests/support/repeat-differential.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const sse = { framing: 'sse', status: 200, contentType: 'text/event-stream' } as const;
const chat = { api: 'openai-chat', ...sse } as const;
const responses = { api: 'openai-responses', ...sse } as const;
const messages = { api: 'anthropic-messages', ...sse } as const;

const chunk = (fields: string): string =>
  `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,${fields}}]}\n\n`;
const word = (json: string, before = ''): string => chunk(`${before}"delta":{"content":${json}},"finish_reason":null`);

/** Equal both ways, whole and in chunks; gives how many events the adapter saw of how many. */
function steps(source: Parameters<typeof readBody>[0], text: string): { readonly seen: number; readonly of: number } {
  const body = bytesOf(text);
  const every = (size: number): readonly number[] => Array.from({ length: body.length / size }, () => size);
  const cuts = [[], every(body.length < 10_000 ? 1 : 61), every(97), every(700)];
  for (const chunkSizes of cuts) {
    const slow = readBody(source, body, { isRepeating: false, chunkSizes, lookEvery: 90 });
    expect(readBody(source, body, { isRepeating: true, chunkSizes, lookEvery: 90 }).result).toBe(slow.result);
  }
  const fast = readBody(source, body, { isRepeating: true, chunkSizes: [] });
  return { seen: fast.steps, of: fast.events };
}

describe('events that repeat the one before', () => {
  it('are not given to the adapter one by one', () => {
    const { seen, of } = steps(chat, word('"a"').repeat(300));
    expect(of).toBe(300);
    expect(seen).toBeLessThan(10);
  });

  it('say what their own JSON says: escapes, letters beyond ASCII, halves of surrogate pairs', () => {
    const words = ['"a"', '"\\n"', '"\\u00e9"', '"é"', '"日本語"', '"\\ud83d"', '"\\ude00"', '"\\""', '"\\\\"', '"😀"'];
    const long = JSON.stringify('a longer piece than any word, with "quotes" '.repeat(40));
    const { seen } = steps(chat, [...words, ...words, long, long, '"end"'].map((json) => word(json)).join(''));
    expect(seen).toBeLessThan(10);
  });

  it('that are no JSON after all are told as such', () => {
    const broken = ['"a\tb"', '"\\x"', '"\\u12G4"', '"a', 'a"', '""b"', '"a"}'].map((json) => word(json));
    steps(chat, broken.flatMap((bad) => [word('"good"'), word('"good"'), bad, word('"good"')]).join(''));
    const invalid = bytesOf(word('"a"').repeat(2) + word('"#"') + word('"a"')).map((byte) =>
      byte === 35 ? 0xff : byte,
    );
    const [fast, slow] = [true, false].map((isRepeating) => readBody(chat, invalid, { isRepeating, chunkSizes: [] }));
    expect(fast?.result).toBe(slow?.result);
    expect(fast?.result).toContain('invalid-utf8');
  });

  it('may be of several choices in turn, each of which is told as a run of its own', () => {
    const of = (choice: number, text: string): string => word(text).replace('"index":0', `"index":${choice}`);
    const turns = (...choices: readonly number[]): string =>
      choices.map((choice, index) => of(choice, `"${choice}${index % 7}"`)).join('');
    const inTurn = Array.from({ length: 200 }, (_, index) => index % 2);
    expect(steps(chat, turns(...inTurn)).seen).toBeLessThan(12);
    expect(steps(chat, turns(...inTurn.map((_, index) => (index * index) % 3))).seen).toBeLessThan(24);
    // A field that keeps its last value, another one with each choice.
    const told = (choice: number): string => of(choice, '"a"').replace('"created":1', `"created":${choice + 5}`);
    steps(chat, (told(0) + told(1)).repeat(20) + told(0));
    steps(
      chat,
      turns(0, 1, 0, 1, 0, 1, 2, 1, 0, 0, 1, 1) + chunk('"delta":{},"finish_reason":"stop"') + turns(1, 0, 1, 0),
    );
  });

  it('count on: a gap or a repeat of sequence_number is still told', () => {
    const start =
      'data: {"type":"response.output_item.added","output_index":0,"item":{"id":"i","type":"message"},"sequence_number":0}\n\n';
    const piece = (count: number | string): string =>
      `data: {"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"a","logprobs":[],"obfuscation":"${'x'.repeat(Number(count) % 7)}","sequence_number":${count}}\n\n`;
    const run = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => piece(from + index)).join('');
    const { seen } = steps(responses, start + run(1, 120));
    expect(seen).toBeLessThan(10);
    steps(
      responses,
      start + run(1, 20) + run(25, 40) + run(39, 50) + piece(49) + piece('"50"') + piece('051') + run(52, 60),
    );
  });

  it('may be padded with any number of spaces before the last brace', () => {
    const start =
      'event: message_start\ndata: {"type":"message_start","message":{"id":"m","content":[]}}\n\n' +
      'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n';
    const padded = (spaces: number): string =>
      `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}${' '.repeat(spaces)}}\n\n`;
    const { seen } = steps(
      messages,
      start + Array.from({ length: 200 }, (_, index) => padded((index * 7) % 15)).join(''),
    );
    expect(seen).toBeLessThan(10);
  });

  it('are not mistaken: another choice, another field, a name twice, an end, an empty piece', () => {
    const others = [
      word('"b"', '"logprobs":{"content":[{"token":"b"}]},'),
      word('""'),
      word('null'),
      word('"a"').replace('"index":0', '"index":1'),
      chunk('"delta":{"content":"a","content":"b"},"finish_reason":null'),
      chunk('"delta":{"reasoning":"r"},"finish_reason":null'),
      chunk(
        '"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"n","arguments":"{"}}]},"finish_reason":null',
      ),
      chunk('"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]},"finish_reason":null'),
      chunk('"delta":{"content":"z"},"finish_reason":"stop"'),
      ': a comment\n\n',
      'data: [DONE]\n\n',
    ];
    steps(chat, others.flatMap((other) => [word('"a"'), word('"a"'), other, other, word('"a"')]).join(''));
  });

  it('stand in any plain framing; what is framed otherwise is read all the same', () => {
    const framed = [word('"a"'), word('"a"').replace('data: ', 'data:'), word('"a"').replaceAll('\n', '\r\n')];
    for (const one of framed) expect(steps(chat, one.repeat(60)).seen).toBeLessThan(10);
    steps(
      chat,
      `${word('"a"').repeat(9).replaceAll('\n', '\r\n')}: lone\r${word('"a"').repeat(9).replaceAll('\n', '\r\n')}`,
    );
    steps(chat, framed.join('').repeat(20));
    steps(
      chat,
      `${word('"a"')}id: 7\n${word('"a"')}:c\n${word('"a"')}\n\n\n${word('"a"')}retry: 10\n${word('"a"')}`.repeat(9),
    );
  });

  it('may take turns in two shapes, where both go to the same block', () => {
    const mistral = { api: 'mistral-chat', ...sse } as const;
    const thought = (text: string, more: string): string =>
      chunk(
        `"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"${text}"}]${more}}]},"finish_reason":null`,
      );
    const closed = ',"closed":true';
    const turns = Array.from({ length: 200 }, (_, index) => thought(`w${index} `, index % 3 === 0 ? closed : ''));
    expect(steps(mistral, turns.join('')).seen).toBeLessThan(160);
    // A list for openai-chat keeps every part.
    expect(steps(chat, turns.join('')).seen).toBe(200);
    steps(mistral, turns.flatMap((one) => [one, word('"and said"'), one, one]).join(''));
    steps(
      mistral,
      turns.map((one, index) => (index % 5 === 0 ? one.replace(']}]', '],"signature":"s"}]') : one)).join(''),
    );
    const count = (sequence: number, more: string): string =>
      `data: {"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"a"${more},"sequence_number":${sequence}}\n\n`;
    const twice = [1, 2, 3, 3, 4, 4, 5, 7, 8].flatMap((at) => [count(at, ''), count(at, ',"obfuscation":"x"')]);
    steps(responses, twice.join(''));
    steps(responses, twice.toReversed().join(''));
  });

  it('may say their text twice, and code as part of a JSON text', () => {
    const detailed = (text: string, detail: string, more = ''): string =>
      chunk(
        `"delta":{"content":"","reasoning":${text},"reasoning_details":[{"type":"reasoning.text","text":${detail}${more},"index":0}]},"finish_reason":null`,
      );
    const words = ['"a"', '"\\n"', '"é"', '"日本語"', '"\\ud83d"', '"😀 b"'];
    const same = words.map((text) => detailed(text, text)).join('');
    expect(steps(chat, same.repeat(20)).seen).toBeLessThan(10);
    const other = detailed('"a"', '"b"') + detailed('"é"', '"\\u00e9"') + detailed('"a"', '"a"', ',"signature":"s"');
    steps(chat, (same + other + same).repeat(3));
    const call = (type: string, item: string): string =>
      `data: {"type":"response.output_item.added","output_index":0,"item":{"id":"i","type":"${type}_call"${item}},"sequence_number":0}\n\n`;
    const code = (type: string, text: string, index: number): string =>
      `data: {"type":"response.${type}.delta","item_id":"i","output_index":0,"delta":${text},"sequence_number":${index + 1}}\n\n`;
    const pieces = (type: string): string =>
      [...words, ...words].map((text, index) => code(type, text, index)).join('');
    const interpreted = call('code_interpreter', '') + pieces('code_interpreter_call_code');
    expect(steps(responses, interpreted).seen).toBeLessThan(8);
    steps(responses, `${call('apply_patch', ',"operation":{"diff":""}')}${pieces('apply_patch_call_operation_diff')}`);
    steps(responses, `${call('shell', '')}${pieces('shell_call_command')}`);
    steps(responses, `${call('function', '')}${pieces('code_interpreter_call_code')}`);
  });

  it('cost nothing where there are none: an event with counts each time is tried ever more rarely', () => {
    const counted = (index: number): string => word('"a"').replace('"created":1', `"created":${index}`);
    const { seen, of } = steps(chat, Array.from({ length: 300 }, (_, index) => counted(index)).join(''));
    expect(seen).toBe(of);
  });
});
