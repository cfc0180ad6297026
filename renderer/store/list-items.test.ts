/** The list's groups: programs that were started here stand under their run, with how they are doing. */
import { expect, test } from 'vitest';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { StartedProgram } from '../../shared/model/program.ts';
import { buildListItems, type GroupItem } from './list-items.ts';
import { summaryWith } from './test-summaries.ts';

function started(id: string, part: Partial<StartedProgram> = {}): StartedProgram {
  return {
    ...{ id, kind: 'command', name: 'agent', command: 'agent --fast', folder: '/', mode: 'proxy', state: 'running' },
    ...{ pid: 7, startedAt: 0, endedAt: null, exitStatus: null, problem: null },
    ...part,
  };
}

function groups(
  summaries: readonly ExchangeSummary[],
  programs: readonly StartedProgram[],
  isFiltered = false,
): readonly GroupItem[] {
  const items = buildListItems(summaries, {
    ...{ listOrder: 'newest-last', sort: null, foldedGroups: new Set(), isFiltered },
    ...{ grouping: 'program', links: new Map(), pinned: new Set() },
    programs: new Map(programs.map((program) => [program.id, program])),
  });
  return items.filter((item) => item.kind === 'group');
}

const client = { address: '127.0.0.1', port: 1, userAgent: null, program: 'agent', pid: 7, run: 'p1' };

test('exchanges of one run are one group, whichever process of it called; tunnels are counted apart', () => {
  const summaries = [
    summaryWith({ id: 'a', client }),
    summaryWith({ id: 'b', client: { ...client, pid: 8 } }),
    summaryWith({ id: 'c', client, method: 'CONNECT' }),
    summaryWith({ id: 'd', client: { ...client, run: null } }),
  ];
  const found = groups(summaries, [started('p1', { state: 'ended', exitStatus: 3 })]);
  expect(found.map(({ count, tunnels, started: program }) => [count, tunnels, program?.exitStatus])).toEqual([
    [2, 1, 3],
    [1, 0, undefined],
  ]);
});

test('a run of an earlier start of the app keeps its group, by the name of its exchanges', () => {
  expect(groups([summaryWith({ id: 'a', client })], [])).toMatchObject([{ program: 'agent', started: null, count: 1 }]);
});

test('what runs and was not seen yet stands in the list, and so does the last one that ended unseen', () => {
  const ended = (id: string) => started(id, { state: 'ended', exitStatus: 0 });
  const found = groups([], [started('p1'), ended('p2'), started('p3', { state: 'detached' }), ended('p4')]);
  expect(found.map((group) => group.started?.id)).toEqual(['p1', 'p3', 'p4']);
  expect(groups([], [started('p1')], true)).toEqual([]);
});

test('pinned rows stand first in a group of their own, whatever the others are grouped by', () => {
  const rows = [
    summaryWith({ id: 'a', upstream: 'one' }),
    summaryWith({ id: 'b', upstream: 'two' }),
    summaryWith({ id: 'c', upstream: 'one' }),
  ];
  const shape = { listOrder: 'newest-last', sort: null, foldedGroups: new Set<string>(), isFiltered: false } as const;
  const keys = (grouping: 'upstream' | 'none') =>
    buildListItems(rows, { ...shape, grouping, links: new Map(), pinned: new Set(['c']), programs: new Map() }).map(
      (item) => (item.kind === 'row' ? item.key : item.program),
    );
  expect(keys('upstream')).toEqual(['Pinned', 'c', 'one', 'a', 'two', 'b']);
  expect(keys('none')).toEqual(['Pinned', 'c', 'a', 'b']);
});
