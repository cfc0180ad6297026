import { describe, expect, it } from 'vitest';
import { jsonOfEvent, matchesPath, readPathQuery } from './event-path.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a query of the log', () => {
  it.each([
    ['choices.0.delta.content', ['choices', '0', 'delta', 'content'], null],
    ['choices[0].delta.content', ['choices', '0', 'delta', 'content'], null],
    ['delta.text = Wait', ['delta', 'text'], 'wait'],
    ['path: usage', ['usage'], null],
    ['type=ping', ['type'], 'ping'],
  ])('%s is a path', (query, steps, value) => {
    expect(readPathQuery(query)).toEqual({ steps, value });
  });

  it.each(['text_delta', 'two words', 'type:text_delta', 'text:a.b', '131', '**cap**', ''])('%s is none', (query) => {
    expect(readPathQuery(query)).toBeNull();
  });
});

describe('an event', () => {
  const query = { steps: ['choices', '0', 'delta', 'content'], value: null };

  it('of SSE has its data, whatever lines stand around it', () => {
    const [value] = jsonOfEvent(bytes('event: x\ndata: {"choices":[{"delta":{"content":"a"}}]}\n\n'));
    expect(matchesPath(value, query)).toBe(true);
  });

  it('that is a line, or an item of an array, is its own JSON', () => {
    expect(jsonOfEvent(bytes('{"done":false}\n'))).toEqual([{ done: false }]);
    expect(jsonOfEvent(bytes('[{"a":1}\n,'))).toEqual([{ a: 1 }]);
  });

  it('without the path, or with other words in it, does not match', () => {
    expect(matchesPath({ choices: [] }, query)).toBe(false);
    expect(matchesPath({ delta: { text: 'Wait' } }, { steps: ['delta', 'text'], value: 'go' })).toBe(false);
    expect(matchesPath('[DONE]', query)).toBe(false);
  });

  it('that is no JSON has no paths', () => {
    expect(jsonOfEvent(bytes('data: [DONE]\n\n'))).toEqual([]);
    expect(jsonOfEvent(bytes(': ping\n\n'))).toEqual([]);
  });
});
