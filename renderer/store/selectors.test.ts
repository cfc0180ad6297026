import { describe, expect, it } from 'vitest';
import { withRows } from './ingest.ts';
import type { ListItem } from './list-items.ts';
import { defaultListView, parseListView } from './list-preferences.ts';
import {
  isFailure,
  oneLineFrom,
  selectFiltered,
  selectIsOneLine,
  selectListItems,
  selectUpstreamTallies,
} from './selectors.ts';
import { initialState, type State } from './store.ts';
import { summaryWith } from './test-summaries.ts';

const claude = { address: '127.0.0.1', port: 1, userAgent: null, program: 'claude', pid: 4_121 };
const codex = { ...claude, program: 'codex', pid: 4_388 };

function stateWith(change: Partial<State> = {}): State {
  const rows = withRows(initialState, [
    summaryWith({ id: 'a', client: claude, startedAt: 1_000, endedAt: 2_000 }),
    summaryWith({ id: 'b', client: codex, startedAt: 3_000, endedAt: 9_000 }),
    summaryWith({ id: 'c', client: claude, startedAt: 5_000, endedAt: null, phase: 'streaming' }),
  ]);
  return { ...initialState, ...rows, ...change };
}

function shape(items: readonly ListItem[]): readonly string[] {
  return items.map((item) => (item.kind === 'group' ? `${item.program} ${item.count}` : item.key));
}

describe('the list', () => {
  it('groups by program in order of first appearance, rows by time within', () => {
    expect(shape(selectListItems(stateWith()))).toEqual(['claude 2', 'a', 'c', 'codex 1', 'b']);
  });

  it('two processes of one program are two groups', () => {
    const rows = withRows(initialState, [
      summaryWith({ id: 'a', client: claude }),
      summaryWith({ id: 'b', client: { ...claude, pid: 5 } }),
    ]);
    expect(shape(selectListItems({ ...initialState, ...rows }))).toEqual(['claude 1', 'a', 'claude 1', 'b']);
  });

  it('a folded group keeps its head and sums', () => {
    const state = stateWith();
    const [group] = selectListItems(state);
    const folded = selectListItems({ ...state, foldedGroups: new Set([group?.key ?? '']) });
    expect(shape(folded)).toEqual(['claude 2', 'codex 1', 'b']);
    expect(folded[0]).toMatchObject({ inputTokens: 2_400, isFolded: true });
  });

  it('sorted rows have no groups, and what has no figure stands last either way', () => {
    const view = { ...defaultListView, density: 'one-line' } as const;
    const by = (isDescending: boolean) =>
      shape(selectListItems(stateWith({ listView: { ...view, sort: { column: 'total', isDescending } } })));
    expect(by(true)).toEqual(['b', 'a', 'c']);
    expect(by(false)).toEqual(['a', 'b', 'c']);
  });

  it('gives the same value for the same inputs, and an unchanged row keeps its item', () => {
    const state = stateWith();
    const items = selectListItems(state);
    expect(selectListItems({ ...state, panel: 'connect' })).toBe(items);
    const changed = { ...state, ...withRows(state, [summaryWith({ id: 'b', client: codex, eventCount: 99 })]) };
    expect(selectListItems(changed)[1]).toBe(items[1]);
    expect(selectListItems(changed)[4]).not.toBe(items[4]);
  });

  it('a stretch of time keeps what touches it, running exchanges included', () => {
    const state = stateWith({ timeFilter: { start: 2_500, end: 20_000 } });
    expect(selectFiltered(state).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('becomes one-line by itself above 200 rows, and when the user sorts, unless a density was chosen', () => {
    const many = Array.from({ length: oneLineFrom + 1 }, (_, index) =>
      summaryWith({ id: String(index).padStart(4, '0') }),
    );
    const state = { ...initialState, ...withRows(initialState, many) };
    expect(selectIsOneLine(stateWith())).toBe(false);
    expect(selectIsOneLine(state)).toBe(true);
    expect(selectIsOneLine({ ...state, listView: { ...defaultListView, density: 'two-line' } })).toBe(false);
    const sort = { column: 'in', isDescending: true } as const;
    expect(selectIsOneLine(stateWith({ listView: { ...defaultListView, sort } }))).toBe(true);
  });
});

describe('tallies of upstreams', () => {
  it('count by upstream and by endpoint, errors apart', () => {
    const rows = withRows(initialState, [
      summaryWith({ id: 'a' }),
      summaryWith({ id: 'b', status: 500 }),
      summaryWith({ id: 'c', endpoint: 'local', phase: 'streaming' }),
      summaryWith({ id: 'd', upstream: null }),
    ]);
    const tallies = selectUpstreamTallies({ ...initialState, ...rows });
    expect(tallies.get('openai')).toEqual({ served: 1, failed: 1, streaming: 1 });
    expect(tallies.get('openai/local')).toEqual({ served: 0, failed: 0, streaming: 1 });
  });

  it('a client that left is no failure of the upstream', () => {
    expect(isFailure(summaryWith({ end: 'client-aborted' }))).toBe(false);
    expect(isFailure(summaryWith({ end: 'truncated' }))).toBe(true);
  });
});

describe('the remembered look of the list', () => {
  it('takes what is sound and replaces the rest', () => {
    expect(
      parseListView({ density: 'one-line', columns: ['summary', 'in', 'nonsense'], sort: { column: 'x' } }),
    ).toEqual({
      ...defaultListView,
      density: 'one-line',
      isOverviewOpen: true,
      grouping: 'program',
      columns: ['summary', 'in'],
      sort: null,
    });
    expect(parseListView('damaged')).toEqual(defaultListView);
  });
});
