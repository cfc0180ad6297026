import { expect, it } from 'vitest';
import type { TextStretch } from '../../../shared/model/comparison.ts';
import { changeText, figureText, sideOf } from './compare-words.ts';

it('a figure has its unit, and an unknown one is a dash', () => {
  expect(figureText({ unit: 'tokens' }, 31_422)).toBe('31,422');
  expect(figureText({ unit: 'usd' }, 0.0612)).toBe('$0.0612');
  expect(figureText({ unit: 'ms' }, 3.6412)).toBe('3.64 ms');
  expect(figureText({ unit: 'ms' }, null)).toBe('–');
});

it('a change is told in percent of the first, and by its factor where that is large', () => {
  expect(changeText({ before: 100, after: 112 })).toBe('+12 %');
  expect(changeText({ before: 200, after: 195 })).toBe('−2.5 %');
  expect(changeText({ before: 1, after: 40 })).toBe('× 40');
  expect(changeText({ before: 0, after: 40 })).toBe('');
});

it('either side shows its own stretches, and of long unchanged text only what is near', () => {
  const long = 'x'.repeat(5_000);
  const stretches: readonly TextStretch[] = [
    { kind: 'same', text: long },
    { kind: 'removed', text: 'old' },
    { kind: 'added', text: 'new' },
    { kind: 'same', text: ' end' },
  ];
  const [lead, part, tail] = sideOf(stretches, 'added');
  expect(lead?.text).toMatch(/^… 4,760 characters …\nx{240}$/);
  expect(part).toEqual({ kind: 'added', text: 'new' });
  expect(tail).toEqual({ kind: 'same', text: ' end' });
});

it('a side that has nothing new keeps what stands around the other side’s addition', () => {
  const same = `${'a'.repeat(800)}the end.`;
  const stretches = [
    { kind: 'same', text: same },
    { kind: 'added', text: ' And more.' },
  ] as const;
  const [before] = sideOf(stretches, 'removed');
  const [after] = sideOf(stretches, 'added');
  expect(before?.text).toMatch(/the end\.$/);
  expect(before).toEqual(after);
});
