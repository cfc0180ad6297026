import { describe, expect, it } from 'vitest';
import { findJsonValue, findKnownValue, type JsonPath } from './json-span.ts';

const valueAt = (text: string, path: JsonPath, find = findJsonValue): string | null => {
  const span = find(text, path);
  return span && text.slice(span.start, span.end);
};

describe('the place of a value in a JSON text', () => {
  it('is found through objects and lists, with blanks, quotes and brackets in strings', () => {
    const text = '{ "a" : "x]},\\"b\\":1" , "list":[ 1,{"b": [2] } ,"\\\\"], "c":{"text":"y\\\\"}}';
    expect(valueAt(text, ['list', 1, 'b', 0])).toBe('2');
    expect(valueAt(text, ['list', 2])).toBe('"\\\\"');
    expect(valueAt(text, ['c', 'text'])).toBe('"y\\\\"');
    expect(valueAt(text, ['b'])).toBeNull();
  });

  it('is not told where a name stands twice, or is written with escapes', () => {
    expect(valueAt('{"a":1,"a":2}', ['a'])).toBeNull();
    expect(valueAt('{"\\u0061":1,"b":2}', ['b'])).toBeNull();
  });

  it('is the same for a value that is known to be there, by whatever way', () => {
    const texts = [
      '{"choices":[{"delta":{"content":"a"}}],"p":"b"}',
      '{"choices":[{"delta":{"content":"a \\"content\\":7"}}],"p":"b"}',
      '{"choices":[{"logprobs":{"content":null},"delta":{"content":"a"}}],"p":"b"}',
      '{"choices":[{"delta":{"content" : "a"}}],"p":"content"}',
      '{"choices":[{"delta":{ "content":\n"a"}}],"p":"x"}',
    ];
    for (const text of texts) {
      for (const path of [['choices', 0, 'delta', 'content'], ['p'], ['choices', 0]]) {
        expect(findKnownValue(text, path)).toEqual(findJsonValue(text, path));
        expect(findKnownValue(text, path)).not.toBeNull();
      }
    }
  });
});
