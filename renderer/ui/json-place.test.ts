import { describe, expect, it } from 'vitest';
import { createJsonLines } from './json-lines.ts';
import { jsonPlace } from './json-place.ts';

const value = {
  model: 'm',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'a\nb' }, 5] }, 'x'],
  'odd key': {},
};
const lines = JSON.stringify(value, null, 2).split('\n');

function placeOfLine(at: number, all = lines) {
  const builder = createJsonLines();
  builder.add(all);
  return jsonPlace(builder.done(), at, (line) => all[line] ?? '');
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
    for (const [at, line] of lines.entries()) {
      const opening =
        line.trim() === '},' || line.trim() === '}' ? lines.lastIndexOf(`${' '.repeat(line.search(/\S/))}{`, at) : -1;
      if (opening >= 0) expect(placeOfLine(at).path).toBe(placeOfLine(opening).path);
    }
    expect(placeOfLine(lines.lastIndexOf('  ],')).path).toBe('messages');
  });

  it('asks only for the lines that lead to it, and reads strings of megabytes at once', () => {
    const long = 'x"\\'.repeat(1_000_000);
    const all = ['[', ...Array.from({ length: 100_000 }, () => '  1,'), `  ${JSON.stringify(long)}`, ']'];
    const builder = createJsonLines();
    builder.add(all);
    const asked: number[] = [];
    const place = jsonPlace(builder.done(), 100_001, (line) => {
      asked.push(line);
      return all[line] ?? '';
    });
    expect(place).toEqual({ path: '[100000]', text: long });
    expect(asked).toEqual([100_001]);
  });
});
