import { describe, expect, it } from 'vitest';
import { jsonPlace } from './json-place.ts';

const value = {
  model: 'm',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'a\nb' }, 5] }, 'x'],
  'odd key': {},
};
const lines = JSON.stringify(value, null, 2).split('\n');

function placeOfLine(at: number) {
  return jsonPlace(lines[at] ?? '', lines.slice(0, at).reverse());
}

function placeOf(words: string) {
  const at = lines.findIndex((line) => line.includes(words));
  return placeOfLine(at);
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
    expect(placeOfLine(lines.length - 1).path).toBe('');
  });

  it('reads no further up than it must, and strings of megabytes at once', () => {
    const long = 'x"\\'.repeat(1_000_000);
    const above = function* () {
      yield '[';
      throw new Error('read too far');
    };
    expect(jsonPlace(`  ${JSON.stringify(long)},`, above())).toEqual({ path: '[0]', text: long });
  });
});
