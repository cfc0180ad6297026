import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CaptureBatch, CaptureStatus } from '../../shared/ipc/contract.ts';
import type { ExchangeDetail, ExchangeSummary } from '../../shared/model/exchange.ts';
import { createEventBatcher } from './event-batcher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const quiet: CaptureStatus = {
  isCapturing: true,
  streaming: 0,
  openSockets: 0,
  eventsPerSecond: 0,
  chunksBehind: 0,
  droppedChunks: 0,
  storedBytes: 0,
  exchangeCount: 0,
};

function watched() {
  const batches: CaptureBatch[] = [];
  const batcher = createEventBatcher({
    send: (batch) => batches.push(JSON.parse(JSON.stringify(batch))),
    status: () => quiet,
  });
  batcher.setWatched(true);
  vi.advanceTimersByTime(1000);
  batches.length = 0;
  return { batcher, batches };
}

/** Only its id and count are looked at here. */
const summary = (id: string, eventCount = 0) => ({ id, eventCount }) as ExchangeSummary;
const detail = (eventCount: number) => ({ summary: summary('a', eventCount) }) as ExchangeDetail;
const rowsOf = (batches: readonly CaptureBatch[]) => batches.flatMap(({ rows }) => rows.map(({ id }) => id));

test('rows that changed at different moments go together, four times a second', () => {
  const { batcher, batches } = watched();
  for (let round = 0; round < 100; round += 1) {
    batcher.row(`row${round % 20}`, () => summary(`row${round % 20}`), 'later');
    vi.advanceTimersByTime(10);
  }
  const withRows = batches.filter(({ rows }) => rows.length > 0);
  expect(withRows.length).toBeGreaterThanOrEqual(3);
  expect(withRows.length).toBeLessThanOrEqual(5);
  expect(withRows.at(-1)?.rows).toHaveLength(20);
});

test('a state change goes with the next batch, and takes no waiting row with it', () => {
  const { batcher, batches } = watched();
  batcher.row('a', () => summary('a'), 'later');
  vi.advanceTimersByTime(20);
  batches.length = 0;
  batcher.row('a', () => summary('a'), 'later');
  batcher.row('b', () => summary('b'), 'now');
  batcher.row('b', () => summary('b'), 'later');
  vi.advanceTimersByTime(20);
  expect(rowsOf(batches)).toEqual(['b']);
  vi.advanceTimersByTime(300);
  expect(rowsOf(batches)).toEqual(['b', 'a']);
});

test('a row is read when it is sent, not when it changed', () => {
  const { batcher, batches } = watched();
  let count = 1;
  batcher.row('a', () => summary('a', count), 'last');
  count = 2;
  vi.advanceTimersByTime(20);
  expect(batches[0]?.rows[0]?.eventCount).toBe(2);
});

test('events of the open exchange go every 16 ms, its detail four times a second, at once when it matters', () => {
  const { batcher, batches } = watched();
  for (let round = 0; round < 50; round += 1) {
    batcher.open('a', {
      problems: [{ kind: 'no-usage', message: 'x', eventIndex: round }],
      laterDetail: () => detail(round),
    });
    vi.advanceTimersByTime(20);
  }
  const patches = batches.flatMap(({ open }) => open);
  expect(patches.flatMap(({ problems }) => problems)).toHaveLength(50);
  expect(patches.filter((patch) => patch.detail !== null).length).toBeLessThanOrEqual(5);
  vi.advanceTimersByTime(300);
  batches.length = 0;
  batcher.open('a', { laterDetail: () => detail(100) });
  vi.advanceTimersByTime(20);
  batcher.open('a', { detail: () => detail(101) });
  vi.advanceTimersByTime(20);
  expect(batches.flatMap(({ open }) => open.map((patch) => patch.detail?.summary.eventCount))).toEqual([100, 101]);
});

test('the last detail is sent even when nothing follows it', () => {
  const { batcher, batches } = watched();
  for (const count of [1, 2, 3]) batcher.open('a', { laterDetail: () => detail(count) });
  vi.advanceTimersByTime(20);
  batcher.open('a', { laterDetail: () => detail(4) });
  vi.advanceTimersByTime(1000);
  expect(batches.flatMap(({ open }) => open.map((patch) => patch.detail?.summary.eventCount))).toEqual([3, 4]);
});

test('nothing is sent of an exchange that the window has closed, and nothing at all unwatched', () => {
  const { batcher, batches } = watched();
  batcher.open('a', { detail: () => detail(1) });
  batcher.closed('a');
  vi.advanceTimersByTime(100);
  expect(batches).toEqual([]);
  batcher.setWatched(false);
  batcher.row('a', () => summary('a'), 'now');
  vi.advanceTimersByTime(1000);
  expect(batches).toEqual([]);
});
