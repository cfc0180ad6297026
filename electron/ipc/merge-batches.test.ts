import { expect, test } from 'vitest';
import type { CaptureBatch, OpenPatch } from '../../shared/ipc/contract.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { mergeBatches, mostWaitingEvents } from './merge-batches.ts';

const row = (id: string, eventCount = 0) => ({ id, eventCount }) as ExchangeSummary;
const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({ index: from + at }) as EventRecord);
const patch = (change: Partial<OpenPatch>): OpenPatch => ({
  ...{ id: 'a', detail: null, events: [], problems: [], finalDeltas: null },
  ...change,
});
const batchOf = (change: Partial<CaptureBatch>): CaptureBatch => ({
  ...{ rows: [], removed: [], status: null, open: [] },
  ...change,
});

test('rows that wait are as they were last', () => {
  const merged = mergeBatches(batchOf({ rows: [row('a', 1), row('b', 1)] }), batchOf({ rows: [row('a', 2)] }));
  expect(merged.rows).toEqual([row('a', 2), row('b', 1)]);
});

test('what was removed meanwhile does not come back, and what came back is there', () => {
  const gone = mergeBatches(batchOf({ rows: [row('a'), row('b')] }), batchOf({ removed: ['a'] }));
  expect(gone).toMatchObject({ rows: [row('b')], removed: ['a'] });
  expect(mergeBatches(gone, batchOf({ rows: [row('a', 7)] })).rows).toEqual([row('b'), row('a', 7)]);
});

test('events that wait follow each other without a hole; of too many the last one tells how many there are', () => {
  const few = mergeBatches(
    batchOf({ open: [patch({ events: events(0, 3) })] }),
    batchOf({ open: [patch({ events: events(3, 5) })] }),
  );
  expect(few.open[0]?.events.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  const many = mergeBatches(few, batchOf({ open: [patch({ events: events(5, mostWaitingEvents + 5) })] }));
  expect(many.open[0]?.events.map(({ index }) => index)).toEqual([mostWaitingEvents + 4]);
});

test('of exchanges that are open, each keeps its own news', () => {
  const finalDeltas: OpenPatch['finalDeltas'] = [];
  const merged = mergeBatches(
    batchOf({ open: [patch({ events: events(0, 1) })] }),
    batchOf({ open: [patch({ id: 'b', events: events(7, 8) }), patch({ finalDeltas })] }),
  );
  expect(merged.open).toEqual([patch({ events: events(0, 1), finalDeltas }), patch({ id: 'b', events: events(7, 8) })]);
});
