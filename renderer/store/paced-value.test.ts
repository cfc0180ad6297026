import { expect, test } from 'vitest';
import { createPacedValue } from './paced-value.ts';

/** Numbers that grow; a new hundred must be shown at once. */
function pacedAt(paintMs: number) {
  const clock = { now: 1000 };
  const shown: number[] = [];
  let painted: (() => void) | null = null;
  let timer: { readonly run: () => void; readonly at: number } | null = null;
  const paced = createPacedValue({
    initial: 0,
    mustShowNow: (one, other) => Math.floor(one / 100) !== Math.floor(other / 100),
    // Of a thousand, the thousand is enough.
    enoughNow: (one, other) => (Math.floor(one / 1000) === Math.floor(other / 1000) ? null : other - (other % 1000)),
    now: () => clock.now,
    afterPaint: (callback) => {
      painted = callback;
    },
    setTimer: (run, ms) => {
      timer = { run, at: clock.now + ms };
      return () => {
        timer = null;
      };
    },
  });
  paced.subscribe(() => shown.push(paced.read()));
  const paint = (): void => {
    clock.now += paintMs;
    const run = painted;
    painted = null;
    run?.();
  };
  const wait = (ms: number): void => {
    clock.now += ms;
    const due = timer;
    if (due === null || due.at > clock.now) return;
    timer = null;
    due.run();
  };
  return { paced, shown, paint, wait };
}

test('the first change is shown with the next turn, what follows while it is painted comes together', () => {
  const { paced, shown, paint, wait } = pacedAt(10);
  paced.offer(1);
  wait(0);
  for (const value of [2, 3, 4]) paced.offer(value);
  expect(shown).toEqual([1]);
  paint();
  wait(23);
  expect(shown).toEqual([1]);
  wait(1);
  expect(shown).toEqual([1, 4]);
});

test('it rests twice as long as the last showing took, without the wait for a frame', () => {
  const { paced, shown, paint, wait } = pacedAt(150);
  paced.offer(1);
  wait(0);
  paced.offer(2);
  paint();
  wait(283);
  expect(shown).toEqual([1]);
  wait(1);
  expect(shown).toEqual([1, 2]);
});

test('what must be seen at once does not wait, and takes along what waited', () => {
  const { paced, shown, wait } = pacedAt(10);
  paced.offer(1);
  wait(0);
  paced.offer(2);
  paced.offer(102);
  expect(shown).toEqual([1, 102]);
});

test('the last value comes although nothing follows it', () => {
  const { paced, shown, paint, wait } = pacedAt(10);
  paced.offer(1);
  wait(0);
  paint();
  paced.offer(2);
  wait(400);
  expect(shown).toEqual([1, 2]);
});

test('where a part is enough at once, the rest comes when its turn is', () => {
  const { paced, shown, paint, wait } = pacedAt(10);
  paced.offer(1);
  wait(0);
  paint();
  paced.offer(3007);
  expect(shown).toEqual([1, 3000]);
  wait(23);
  expect(shown).toEqual([1, 3000]);
  wait(1);
  expect(shown).toEqual([1, 3000, 3007]);
});
