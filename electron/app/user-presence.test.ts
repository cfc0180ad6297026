/** Who counts as somebody at the window. */
import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { createUserPresence } from './user-presence.ts';

function presenceAt(clock: { now: number }) {
  const contents = new EventEmitter();
  const presence = createUserPresence(() => clock.now);
  presence.watch(contents as unknown as WebContents);
  return { isThere: presence.isThere, input: (type: string) => contents.emit('input-event', {}, { type }) };
}

test('nobody was there before the first key or click, and moves do not count', () => {
  const { isThere, input } = presenceAt({ now: 0 });
  expect(isThere()).toBe(false);
  for (const type of ['mouseMove', 'mouseWheel', 'mouseEnter']) input(type);
  expect(isThere()).toBe(false);
});

test.each(['mouseDown', 'rawKeyDown', 'touchStart'])('%s counts for five seconds', (type) => {
  const clock = { now: 1000 };
  const { isThere, input } = presenceAt(clock);
  input(type);
  clock.now = 5999;
  expect(isThere()).toBe(true);
  clock.now = 6000;
  expect(isThere()).toBe(false);
});
