import { describe, expect, it } from 'vitest';
import { jsonPlace } from './json-place.ts';

const value = {
  model: 'm',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'a\nb' }, 5] }, 'x'],
  'odd key': {},
};
const lines = JSON.stringify(value, null, 2).split('\n');

function placeOf(words: string) {
  const at = lines.findIndex((line) => line.includes(words));
  return jsonPlace((number) => lines[number - 1] ?? '', at + 1);
}

describe('a line of pretty JSON', () => {
  it.each([
    ['"model"', 'model'],
    ['"role"', 'messages[0].role'],
    ['"text":', 'messages[0].content[0].text'],
    ['5', 'messages[0].content[1]'],
    ['"x"', 'messages[1]'],
    ['odd key', '["odd key"]'],
  ])('with %s has the path %s', (words, path) => {
    expect(placeOf(words).path).toBe(path);
  });

  it('gives its string with the escapes undone, and nothing where it has none', () => {
    expect(placeOf('"text":').text).toBe('a\nb');
    expect(placeOf('5').text).toBeNull();
    expect(placeOf('"messages"').text).toBeNull();
  });

  it('that closes something has the path of what it closes', () => {
    expect(jsonPlace((number) => lines[number - 1] ?? '', lines.length).path).toBe('');
  });
});
