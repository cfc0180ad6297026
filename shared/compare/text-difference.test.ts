import { expect, it } from 'vitest';
import type { TextStretch } from '../model/comparison.ts';
import { textDifference } from './text-difference.ts';

function marked(before: string, after: string): string {
  const signs = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
  return textDifference(before, after)
    .map(({ kind, text }) => signs[kind][0] + text + signs[kind][1])
    .join('');
}

function sideOf(stretches: readonly TextStretch[], other: TextStretch['kind']): string {
  return stretches
    .filter(({ kind }) => kind !== other)
    .map(({ text }) => text)
    .join('');
}

it('equal texts are one stretch, empty ones none', () => {
  expect(textDifference('a b', 'a b')).toEqual([{ kind: 'same', text: 'a b' }]);
  expect(textDifference('', '')).toEqual([]);
});

it('a change within a word is told to the character', () => {
  expect(marked('maxDelay: 1000 ms', 'maxDelay: 3000 ms')).toBe('maxDelay: [-1-]{+3+}000 ms');
});

it('several changes are told one by one, in whole words', () => {
  expect(marked('read the first file and stop', 'read the second file and go')).toBe(
    'read the [-first-]{+second+} file and [-stop-]{+go+}',
  );
});

it('a text that grew says only what came', () => {
  expect(marked('one two', 'one two three')).toBe('one two{+ three+}');
});

it('an emoji is never cut in two', () => {
  for (const { text } of textDifference('ok 👍 now', 'ok 👎 now'))
    expect(text).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
});

it('either text can be read from the stretches, also where the search gives up', () => {
  const words = (seed: number) => Array.from({ length: 4_000 }, (_, at) => `w${(at * seed) % 997}`).join(' ');
  for (const [before, after] of [
    ['', 'abc'],
    ['retry relay', 'relay retry'],
    ['a\nb\nc', 'a\nc'],
    [words(7), words(11)],
  ] as const) {
    const stretches = textDifference(before, after);
    expect(sideOf(stretches, 'added')).toBe(before);
    expect(sideOf(stretches, 'removed')).toBe(after);
  }
});
