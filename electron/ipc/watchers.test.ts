import { expect, test } from 'vitest';
import type { CaptureBatch, OpenPatch } from '../../shared/ipc/contract.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { createWatchers } from './watchers.ts';

const row = (id: string) => ({ id }) as ExchangeSummary;
const patch = (id: string): OpenPatch => ({ id, detail: null, events: [], problems: [], finalDeltas: null });
const batchOf = (change: Partial<CaptureBatch>): CaptureBatch => ({
  ...{ rows: [], removed: [], status: null, open: [] },
  ...change,
});

function told(watchers: ReturnType<typeof createWatchers>, batch: CaptureBatch): Record<number, CaptureBatch> {
  return Object.fromEntries(watchers.textsOf(batch).map(({ watcher, json }) => [watcher, JSON.parse(json)]));
}

test('a window with a list gets every row, and news only of what it has open', () => {
  const watchers = createWatchers();
  watchers.watch(1, 'all');
  watchers.open(1, 'a');
  const batch = batchOf({ rows: [row('a'), row('b')], removed: ['c'], open: [patch('a'), patch('b')] });
  expect(told(watchers, batch)[1]).toEqual({ ...batch, open: [patch('a')] });
});

test('a window of one exchange gets the rows of that exchange alone', () => {
  const watchers = createWatchers();
  watchers.watch(1, 'all');
  watchers.watch(2, 'open');
  watchers.open(2, 'b');
  const batch = batchOf({ rows: [row('a'), row('b')], removed: ['b', 'c'], open: [patch('b')] });
  expect(told(watchers, batch)).toEqual({
    1: batchOf({ rows: [row('a'), row('b')], removed: ['b', 'c'] }),
    2: batchOf({ rows: [row('b')], removed: ['b'], open: [patch('b')] }),
  });
  expect(Object.keys(told(watchers, batchOf({ rows: [row('a')] })))).toEqual(['1']);
});

test('an exchange stays open until the last window has closed it', () => {
  const watchers = createWatchers();
  for (const watcher of [1, 2]) {
    watchers.watch(watcher, 'all');
    watchers.open(watcher, 'a');
  }
  watchers.close(1, 'a');
  expect(watchers.isOpen('a')).toBe(true);
  watchers.watch(2, null);
  expect(watchers.isOpen('a')).toBe(false);
});

test('a window that is gone or begins anew has nothing open', () => {
  const watchers = createWatchers();
  watchers.watch(1, 'all');
  watchers.open(1, 'a');
  watchers.watch(1, 'all');
  expect(watchers.isOpen('a')).toBe(false);
  watchers.watch(1, null);
  watchers.open(1, 'a');
  expect([watchers.isOpen('a'), watchers.count()]).toEqual([false, 0]);
});
