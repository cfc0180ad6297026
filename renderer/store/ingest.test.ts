import { describe, expect, it } from 'vitest';
import type { CaptureBatch } from '../../shared/ipc/contract.ts';
import { maxRows, reduceBatch, withRows } from './ingest.ts';
import { beginOpenExchange } from './open-exchange.ts';
import { initialState, type State } from './store.ts';
import { summaryWith, textEvent } from './test-summaries.ts';

const quiet: CaptureBatch = { rows: [], removed: [], status: null, open: [] };

function applied(state: State, batch: Partial<CaptureBatch>): State {
  return { ...state, ...reduceBatch(state, { ...quiet, ...batch }) };
}

describe('a batch', () => {
  it('adds new rows in order of their ids, even when one comes late', () => {
    const first = applied(initialState, { rows: [summaryWith({ id: 'b' }), summaryWith({ id: 'd' })] });
    const second = applied(first, { rows: [summaryWith({ id: 'c' })] });
    expect(second.order).toEqual(['b', 'c', 'd']);
  });

  it('replaces a known row and keeps the order as the same value', () => {
    const first = applied(initialState, { rows: [summaryWith({ id: 'b', eventCount: 1 })] });
    const second = applied(first, { rows: [summaryWith({ id: 'b', eventCount: 2 })] });
    expect(second.order).toBe(first.order);
    expect(second.rows.get('b')?.eventCount).toBe(2);
    expect(first.rows.get('b')?.eventCount).toBe(1);
  });

  it('changes nothing when it brings nothing', () => {
    expect(reduceBatch(initialState, quiet)).toEqual({});
  });

  it('takes removed rows out and ignores ids that it never knew', () => {
    const first = applied(initialState, { rows: [summaryWith({ id: 'b' }), summaryWith({ id: 'c' })] });
    expect(applied(first, { removed: ['b', 'zzz'] }).order).toEqual(['c']);
    expect(applied(first, { removed: ['zzz'] }).rows).toBe(first.rows);
  });

  it('of a viewed capture takes what it knows and what is recorded into it, and nothing else', () => {
    const viewed = { ...initialState, viewedCapture: { number: 1, name: 'monday' } };
    const first = applied(viewed, { rows: [summaryWith({ id: 'b', startedAt: 50 })] });
    expect(first.order).toEqual([]);
    const recording = { ...viewed, recordedCapture: { name: 'monday', since: 100 } };
    const rows = [summaryWith({ id: 'c', startedAt: 99 }), summaryWith({ id: 'd', startedAt: 100 })];
    const second = applied(recording, { rows });
    expect(second.order).toEqual(['d']);
    const stopped = { ...second, recordedCapture: null };
    const last = applied(stopped, { rows: [summaryWith({ id: 'd', startedAt: 100, eventCount: 9 })] });
    expect(last.rows.get('d')?.eventCount).toBe(9);
  });

  it('gives events to the open exchange only', () => {
    const state = { ...initialState, openExchange: { ...beginOpenExchange('a'), isLoading: false } };
    const patch = { detail: null, problems: [], finalDeltas: null };
    const next = applied(state, {
      open: [
        { ...patch, id: 'other', events: [textEvent(0, 'not mine')] },
        { ...patch, id: 'a', events: [textEvent(0, 'mine')] },
      ],
    });
    expect(next.openExchange?.completion.choices[0]?.blocks[0]?.text).toBe('mine');
  });

  it('lets the oldest ended rows go when there are too many, but never a running or the open one', () => {
    const many = Array.from({ length: maxRows + 1_001 }, (_, index) =>
      summaryWith({ id: String(index).padStart(6, '0'), phase: index === 0 ? 'streaming' : 'ended' }),
    );
    const state = { ...initialState, openExchange: beginOpenExchange('000001') };
    const next = applied(state, { rows: many });
    expect(next.order.length).toBe(maxRows);
    expect(next.order.slice(0, 3)).toEqual(['000000', '000001', '001003']);
    expect(next.hasOlder).toBe(true);
  });
});

describe('rows that come back', () => {
  it('stand where they stood', () => {
    const state = withRows(initialState, [summaryWith({ id: 'c' })]);
    expect(withRows(state, [summaryWith({ id: 'a' }), summaryWith({ id: 'b' })]).order).toEqual(['a', 'b', 'c']);
  });
});
