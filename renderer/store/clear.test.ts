import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clearExchanges, loadOlder, undoClear } from './actions.ts';
import { initialState, useStore } from './store.ts';
import { summaryWith } from './test-summaries.ts';

const shown = [summaryWith({ id: 'b' }), summaryWith({ id: 'c' })];
const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.useFakeTimers();
  const answers: Readonly<Record<string, unknown>> = {
    'exchanges.clear': { token: 'once', count: 2 },
    'exchanges.undoClear': shown,
    'exchanges.list': [summaryWith({ id: 'a' })],
  };
  const invoke = async (name: string) => {
    asked.push(name);
    return answers[name];
  };
  vi.stubGlobal('window', { bridge: { invoke, on: () => () => undefined } });
  useStore.setState({
    ...initialState,
    rows: new Map(shown.map((summary) => [summary.id, summary])),
    order: ['b', 'c'],
    hasOlder: true,
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a clear that is taken back brings the way to older pages back too', async () => {
  await clearExchanges();
  expect(useStore.getState()).toMatchObject({ order: [], hasOlder: false });
  await undoClear();
  expect(useStore.getState()).toMatchObject({ order: ['b', 'c'], hasOlder: true, pendingClear: null });
  await loadOlder();
  expect(useStore.getState().order).toEqual(['a', 'b', 'c']);
});

test('the offer to take a clear back ends by itself', async () => {
  await clearExchanges();
  expect(useStore.getState().pendingClear?.count).toBe(2);
  vi.advanceTimersByTime(10_001);
  expect(useStore.getState().pendingClear).toBeNull();
  await undoClear();
  expect(asked).toEqual(['exchanges.clear']);
});
