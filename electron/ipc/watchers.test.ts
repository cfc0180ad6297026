import { expect, test } from 'vitest';
import type { CaptureBatch, OpenPatch } from '../../shared/ipc/contract.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { createWatchers, mostOnTheirWay } from './watchers.ts';

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

test('a window that takes nothing gets a few batches, and then one of all that happened meanwhile', () => {
  const watchers = createWatchers();
  watchers.watch(1, 'all');
  watchers.watch(2, 'all');
  for (let at = 0; at < 50; at += 1) {
    const texts = watchers.textsOf(batchOf({ rows: [row(`row${at % 3}`)], removed: at === 40 ? ['gone'] : [] }));
    expect(texts.map(({ watcher }) => watcher)).toEqual(at < mostOnTheirWay ? [1, 2] : [2]);
    expect(watchers.taken(2, 1)).toBe(null);
  }
  const waited = JSON.parse(watchers.taken(1, mostOnTheirWay) ?? 'null') as CaptureBatch;
  expect(waited.rows.map(({ id }) => id).sort()).toEqual(['row0', 'row1', 'row2']);
  expect(waited.removed).toEqual(['gone']);
  expect(watchers.taken(1, 1)).toBe(null);
  expect(told(watchers, batchOf({ rows: [row('next')] }))[1]?.rows).toEqual([row('next')]);
});

test('what waits for a window is without news of what it has closed meanwhile', () => {
  const watchers = createWatchers();
  watchers.watch(1, 'all');
  watchers.open(1, 'a');
  for (let at = 0; at <= mostOnTheirWay; at += 1) watchers.textsOf(batchOf({ open: [patch('a')] }));
  watchers.close(1, 'a');
  expect(JSON.parse(watchers.taken(1, mostOnTheirWay) ?? 'null')).toEqual(batchOf({}));
});
