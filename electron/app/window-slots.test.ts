import { expect, test } from 'vitest';
import { cascadeFrom, freeSlot } from './window-slots.ts';

test('a slot is the first free one of its kind', () => {
  expect(freeSlot('main', new Set())).toBe('main');
  expect(freeSlot('main', new Set(['main', 'main-3']))).toBe('main-2');
  expect(freeSlot('exchange', new Set(['main', 'exchange-1']))).toBe('exchange-2');
});

test('a new window stands beside the one it came from and inside of the screen', () => {
  const screen = { x: 0, y: 0, width: 1600, height: 1000 };
  const from = { x: 10, y: 20, width: 1440, height: 900 };
  expect(cascadeFrom(from, { width: 1000, height: 800 }, screen)).toEqual({ x: 38, y: 48, width: 1000, height: 800 });
  expect(cascadeFrom({ ...from, x: 900, y: 500 }, { width: 1000, height: 800 }, screen)).toMatchObject({
    x: 600,
    y: 200,
  });
  expect(cascadeFrom(from, { width: 3000, height: 3000 }, screen)).toEqual(screen);
});
