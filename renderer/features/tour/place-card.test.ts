/** The card of the tour stands beside its part and never leaves the window. */
import { expect, test } from 'vitest';
import { cutTo, placeCard } from './place-card.ts';

const card = { width: 300, height: 160 };
const window = { width: 1440, height: 900 };

test('right of a part at the left, left of one at the right', () => {
  expect(placeCard({ left: 0, top: 100, width: 360, height: 500 }, card, window)).toEqual({ left: 372, top: 100 });
  expect(placeCard({ left: 1_200, top: 100, width: 230, height: 500 }, card, window)).toEqual({ left: 888, top: 100 });
});

test('below a part that is as wide as the window, above one at its foot', () => {
  expect(placeCard({ left: 300, top: 40, width: 1_130, height: 148 }, card, window).top).toBe(200);
  expect(placeCard({ left: 0, top: 700, width: 1_440, height: 200 }, card, window).top).toBe(528);
});

test('over the corner of a part that leaves no room, and always within the window', () => {
  expect(placeCard({ left: 0, top: 0, width: 1_440, height: 900 }, card, window)).toEqual({ left: 1_128, top: 728 });
  expect(placeCard({ left: 0, top: 880, width: 100, height: 40 }, card, window).top).toBe(732);
});

test('a part that scrolls is as large as what is seen of it', () => {
  const pane = { left: 300, top: 250, width: 320, height: 420 };
  expect(cutTo({ left: 304, top: -9_000, width: 312, height: 9_670 }, [pane, { left: 0, top: 0, ...window }])).toEqual({
    left: 304,
    top: 250,
    width: 312,
    height: 420,
  });
  expect(cutTo({ left: 0, top: 0, width: 10, height: 10 }, [pane])).toMatchObject({ width: 0, height: 0 });
});
