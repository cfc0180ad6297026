/** Rows whose process could not be found stand with their program all the same. */
import { expect, test } from 'vitest';
import type { ClientInfo, ExchangeSummary } from '../../shared/model/exchange.ts';
import { buildListItems } from './list-items.ts';
import { summaryWith } from './test-summaries.ts';

const nameless: ClientInfo = { address: '127.0.0.1', port: 1, userAgent: 'node', program: 'node', pid: null };

function named(program: string, pid: number, userAgent = 'node'): ClientInfo {
  const process = { pid, parentPid: 1, name: 'node', program, command: program, agent: null };
  return { ...nameless, userAgent, program, pid, process };
}

function listed(summaries: readonly ExchangeSummary[], pinned: readonly string[] = []): readonly string[] {
  const items = buildListItems(summaries, {
    ...{ listOrder: 'newest-last', sort: null, foldedGroups: new Set(), isFiltered: false, programs: new Map() },
    ...{ grouping: 'program', links: new Map(), pinned: new Set(pinned) },
  });
  return items.map((item) => (item.kind === 'row' ? item.key : `${item.program} ${item.pid} (${item.count})`));
}

test('between two rows of a program they stay between them, and its head keeps its name and pid', () => {
  const rows = [
    summaryWith({ id: 'a', client: named('app.mjs', 7) }),
    summaryWith({ id: 'b', client: nameless }),
    summaryWith({ id: 'c', client: named('app.mjs', 7) }),
  ];
  expect(listed(rows)).toEqual(['app.mjs 7 (3)', 'a', 'b', 'c']);
});

test('first of all they stand with the first program that calls with their user agent', () => {
  const rows = [
    summaryWith({ id: 'a', client: nameless }),
    summaryWith({ id: 'b', client: named('app.mjs', 7) }),
    summaryWith({ id: 'c', client: named('other.mjs', 8) }),
  ];
  expect(listed(rows)).toEqual(['app.mjs 7 (2)', 'a', 'b', 'other.mjs 8 (1)', 'c']);
});

test('of two programs it is the one that called last', () => {
  const rows = [
    summaryWith({ id: 'a', client: named('app.mjs', 7) }),
    summaryWith({ id: 'b', client: { ...named('other.mjs', 8), process: undefined as never } }),
    summaryWith({ id: 'c', client: nameless }),
  ];
  expect(listed(rows)).toEqual(['app.mjs 7 (1)', 'a', 'other.mjs 8 (2)', 'b', 'c']);
});

test('another user agent is no reason to join, and none is one of its own', () => {
  const rows = [
    summaryWith({ id: 'a', client: named('app.mjs', 7) }),
    summaryWith({ id: 'b', client: { ...nameless, userAgent: 'curl/8', program: 'curl' } }),
    summaryWith({ id: 'c', client: { ...nameless, userAgent: null, program: null } }),
    summaryWith({ id: 'd', client: { ...named('plain.mjs', 9), userAgent: null } }),
  ];
  const [app, curl, plain] = [
    ['app.mjs 7 (1)', 'a'],
    ['curl null (1)', 'b'],
    ['plain.mjs 9 (2)', 'c', 'd'],
  ];
  expect(listed(rows)).toEqual([...app, ...curl, ...plain]);
});

test('a pinned row of the program shows the way and stays pinned', () => {
  const rows = [summaryWith({ id: 'a', client: named('app.mjs', 7) }), summaryWith({ id: 'b', client: nameless })];
  expect(listed(rows, ['a'])).toEqual(['Pinned null (1)', 'a', 'node null (1)', 'b']);
});
