import { afterEach, expect, it, vi } from 'vitest';
import { epochNow } from './clock.ts';

afterEach(() => vi.restoreAllMocks());

it('follows a wall clock that was set, at the latest 5 ms later, and rises within', () => {
  const monotonic = vi.spyOn(performance, 'now');
  const wall = vi.spyOn(Date, 'now');
  const start = 1_000_000;
  const at = (elapsed: number, setBy = 0): number => {
    monotonic.mockReturnValue(start + elapsed);
    wall.mockReturnValue(Math.floor(performance.timeOrigin + start + elapsed) + setBy);
    return epochNow();
  };
  const first = at(0);
  expect(at(0.25) - first).toBeCloseTo(0.25, 3);
  at(1, 3_600_000);
  expect(at(6, 3_600_000) - first).toBeGreaterThan(3_599_900);
  expect(at(6.5, 3_600_000) - at(6.25, 3_600_000)).toBeCloseTo(0.25, 3);
});
