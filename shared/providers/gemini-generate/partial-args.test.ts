/** Streamed arguments written on as one JSON text, and the paths that say where. */
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../tests/support/seeded.ts';
import type { JsonObject } from '../json-reading.ts';
import { parseJsonPath } from './json-path.ts';
import { type ArgumentsText, closeArguments, noArguments, writePartialArg } from './partial-args.ts';

function write(...items: readonly JsonObject[]): { readonly text: string; readonly problems: readonly string[] } {
  let state: ArgumentsText = noArguments;
  let text = '';
  const problems: string[] = [];
  for (const item of items) {
    const written = writePartialArg(state, item);
    state = written.state;
    text += written.text;
    if (written.problem !== null) problems.push(written.problem);
  }
  return { text: text + closeArguments(state), problems };
}

describe('paths', () => {
  it.each([
    ['$.a', ['a']],
    ['$.list[0].name', ['list', 0, 'name']],
    ["$['a key'][2]['it\\'s']", ['a key', 2, "it's"]],
    ['$["x.y"].ü_1[10]', ['x.y', 'ü_1', 10]],
    ["$['\\u263a\\n']", ['☺\n']],
    ['$', []],
  ])('%s', (path, segments) => {
    expect(parseJsonPath(path)).toEqual(segments);
  });

  it.each(['', 'a', '$..a', '$.a[', '$.a[*]', '$.a[-1]', "$['a", '$.'])('no singular query: %s', (path) => {
    expect(parseJsonPath(path)).toBeNull();
  });
});

describe('text', () => {
  it('a string in pieces, numbers, flags and null, nested in lists and objects', () => {
    const { text, problems } = write(
      { jsonPath: '$.list[0].name', stringValue: 'Fre', willContinue: true },
      { jsonPath: '$.list[0].name', stringValue: 'sh "red"\n', willContinue: true },
      { jsonPath: '$.list[0].name', stringValue: '' },
      { jsonPath: '$.list[0].price', numberValue: 0.5 },
      { jsonPath: '$.list[1].name', stringValue: 'b' },
      { jsonPath: '$.list[1].tags[0]', stringValue: 'x' },
      { jsonPath: '$.list[1].tags[1]', nullValue: 'NULL_VALUE' },
      { jsonPath: '$.isDone', boolValue: false },
    );
    expect(problems).toEqual([]);
    expect(text).toBe(
      '{"list":[{"name":"Fresh \\"red\\"\\n","price":0.5},{"name":"b","tags":["x",null]}],"isDone":false}',
    );
  });

  it('a string that is still open when another path comes, or the end, is closed', () => {
    expect(
      write({ jsonPath: '$.a', stringValue: 'x', willContinue: true }, { jsonPath: '$.b', numberValue: 1 }).text,
    ).toBe('{"a":"x","b":1}');
    expect(write({ jsonPath: '$.a.b[0]', stringValue: 'x', willContinue: true }).text).toBe('{"a":{"b":["x"]}}');
  });

  it('half of a surrogate pair at a piece border comes out whole', () => {
    const { text } = write(
      { jsonPath: '$.a', stringValue: '\ud83d', willContinue: true },
      { jsonPath: '$.a', stringValue: '\ude00' },
    );
    expect(JSON.parse(text)).toEqual({ a: '😀' });
  });

  it('no arguments at all are an empty object', () => {
    expect(write().text).toBe('{}');
  });

  it('positions left out become null', () => {
    expect(write({ jsonPath: '$.a[2]', numberValue: 1 }, { jsonPath: '$.a[4]', numberValue: 2 }).text).toBe(
      '{"a":[null,null,1,null,2]}',
    );
  });

  it('what has no place is said and leaves valid JSON', () => {
    const wrong = write(
      { jsonPath: '$.a[1]', numberValue: 1 },
      { jsonPath: '$.a[0]', numberValue: 2 },
      { jsonPath: 'nowhere', numberValue: 3 },
      { jsonPath: '$', numberValue: 4 },
      { jsonPath: '$.a[5].b', numberValue: 5 },
      { jsonPath: '$.a[5].b', numberValue: 6 },
      { jsonPath: '$.a[5].b.c', numberValue: 7 },
    );
    expect(() => JSON.parse(wrong.text) as unknown).not.toThrow();
    expect(wrong.problems).toHaveLength(5);
  });

  it('300 seeded values written leaf by leaf parse back to what they were', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = seeded(seed);
      const value = { root: someValue(random, 0), last: 1 };
      const items = leavesOf(value, '$').flatMap((leaf) => inPieces(leaf, random));
      const { text, problems } = write(...items);
      expect(problems).toEqual([]);
      expect(JSON.parse(text)).toEqual(value);
    }
  });
});

type Random = ReturnType<typeof seeded>;

/** Without empty containers: no partial argument can say them. */
function someValue(random: Random, depth: number): unknown {
  const kind = random.between(0, depth > 3 ? 3 : 5);
  if (kind === 0) return random.between(0, 1000) / 8;
  if (kind === 1) return random.between(0, 1) === 1;
  if (kind === 2) return null;
  if (kind === 3) return ['', '"', '\\', 'a b', '☃🌨', 'x\ny'][random.between(0, 5)];
  const items = Array.from({ length: random.between(1, 3) }, () => someValue(random, depth + 1));
  const names = ['a', 'b c', "it's", 'x.y'];
  return kind === 4 ? items : Object.fromEntries(items.map((item, index) => [names[index], item]));
}

type Leaf = { readonly jsonPath: string; readonly value: unknown };

function leavesOf(value: unknown, path: string): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ jsonPath: path, value }];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, item]) => {
    const segment = isList ? `[${name}]` : /^\w+$/.test(name) ? `.${name}` : `['${name.replaceAll("'", "\\'")}']`;
    return leavesOf(item, path + segment);
  });
}

function inPieces({ jsonPath, value }: Leaf, random: Random): readonly JsonObject[] {
  if (value === null) return [{ jsonPath, nullValue: 'NULL_VALUE' }];
  if (typeof value === 'number') return [{ jsonPath, numberValue: value }];
  if (typeof value === 'boolean') return [{ jsonPath, boolValue: value }];
  const text = String(value);
  const cut = random.between(0, text.length);
  if (random.between(0, 1) === 0) return [{ jsonPath, stringValue: text }];
  return [
    { jsonPath, stringValue: text.slice(0, cut), willContinue: true },
    { jsonPath, stringValue: text.slice(cut) },
  ];
}
