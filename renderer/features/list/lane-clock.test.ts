import { describe, expect, it } from 'vitest';
import { summaryWith } from '../../store/test-summaries.ts';
import { clockTicks, fitClock, zoomRange } from './lane-clock.ts';
import { moveInList } from './list-keys.ts';

const second = 1_000;
const minute = 60 * second;

describe('the shared clock', () => {
  it('holds the whole of what is in sight, with room after now', () => {
    const rows = [
      summaryWith({ startedAt: 0 + minute, endedAt: 2 * minute }),
      summaryWith({ startedAt: 90 * second, phase: 'streaming' }),
    ];
    const now = 2 * minute + 5 * second;
    const range = fitClock(rows, now, true);
    expect(range.start).toBeLessThanOrEqual(minute);
    expect(range.end).toBeGreaterThan(now);
    expect((now - range.start) / (range.end - range.start)).toBeLessThanOrEqual(0.93);
  });

  it('keeps its scale while now moves a little: nothing slides under the eye', () => {
    const rows = [summaryWith({ startedAt: 100 * second, phase: 'streaming' })];
    const one = fitClock(rows, 105_000, true);
    expect(fitClock(rows, 108_900, true)).toEqual(one);
  });

  it('leaves yesterday out: a silence of ten minutes ends a session', () => {
    const rows = [
      summaryWith({ startedAt: 0, endedAt: second }),
      summaryWith({ startedAt: 86_400_000, endedAt: 86_401_000 }),
    ];
    expect(fitClock(rows, 86_500_000, false).start).toBeGreaterThan(minute);
  });

  it('has ticks on round moments, never closer than 66 px', () => {
    const ticks = clockTicks({ start: 1_700, end: 61_700 }, 336);
    expect(ticks.length).toBeGreaterThan(2);
    for (const tick of ticks) expect(tick % 15_000).toBe(0);
    expect(((ticks[1] ?? 0) - (ticks[0] ?? 0)) * (336 / 60_000)).toBeGreaterThanOrEqual(66);
  });

  it('zooms around the moment under the pointer', () => {
    const range = zoomRange({ start: 0, end: 1_000 }, 0.25, 0.5);
    expect(range).toEqual({ start: 125, end: 625 });
    expect(zoomRange({ start: 0, end: 300 }, 0.5, 0.001)).toEqual({ start: 50, end: 250 });
  });
});

describe('keys in the list', () => {
  const items = [
    {
      kind: 'group',
      key: 'g',
      started: null,
      program: 'claude',
      pid: null,
      count: 2,
      tunnels: 0,
      inputTokens: 0,
      isFolded: false,
    },
    { kind: 'row', key: 'a', summary: summaryWith({ id: 'a' }) },
    { kind: 'row', key: 'b', summary: summaryWith({ id: 'b' }) },
  ] as const;

  it('step over group heads and stop at the ends', () => {
    expect(moveInList(items, null, 'ArrowDown')).toBe('a');
    expect(moveInList(items, null, 'ArrowUp')).toBe('b');
    expect(moveInList(items, 'a', 'j')).toBe('b');
    expect(moveInList(items, 'b', 'ArrowDown')).toBe('b');
    expect(moveInList(items, 'a', 'k')).toBe('a');
    expect(moveInList(items, 'b', 'Home')).toBe('a');
    expect(moveInList(items, 'a', 'Enter')).toBeNull();
    expect(moveInList([], null, 'ArrowDown')).toBeNull();
  });
});
