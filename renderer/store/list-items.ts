/** The list from top to bottom as plain items: group heads and rows. Pure; the list component only paints them. */
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { StartedProgram } from '../../shared/model/program.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { costOf } from '../../shared/prices/cost.ts';
import { type PriceEntry, priceTable } from '../../shared/prices/price-table.ts';
import { isTunnel } from '../../shared/reconstruct/is-tunnel.ts';
import type { ListColumn } from './list-columns.ts';
import { type GroupRules, groupKey, groupTitle, pinnedKey, runKey } from './list-groups.ts';
import type { ListSort } from './list-preferences.ts';
import { groupsOfNameless, isNameless } from './nameless-clients.ts';

export type GroupItem = {
  readonly kind: 'group';
  /** Of the program and who started it, or the run of a program that we started: stable for the program's life. */
  readonly key: string;
  /** The program as the window started it, while it is remembered. */
  readonly started: StartedProgram | null;
  /** Of its exchanges: never read, only counted. */
  readonly tunnels: number;
  readonly program: string;
  /** Null where several processes, or nobody knows. */
  readonly pid: number | null;
  readonly count: number;
  readonly inputTokens: number;
  readonly isFolded: boolean;
};

export type RowItem = { readonly kind: 'row'; readonly key: ExchangeId; readonly summary: ExchangeSummary };

export type ListItem = GroupItem | RowItem;

export type ListShape = GroupRules & {
  readonly listOrder: Settings['listOrder'];
  /** Sorted lists have no groups: the column is the order. */
  readonly sort: ListSort | null;
  readonly foldedGroups: ReadonlySet<string>;
  /** By id; those that run and were not seen yet stand in the list too. */
  readonly programs: ReadonlyMap<string, StartedProgram>;
  /** For the order by cost; absent: the shipped ones. */
  readonly prices?: readonly PriceEntry[];
  /** Then a program without exchanges is not what is looked for. */
  readonly isFiltered: boolean;
};

/** Pinned rows first, the others in groups in order of first appearance (newest first: of last), rows by time within; or flat and sorted. */
export function buildListItems(filtered: readonly ExchangeSummary[], shape: ListShape): readonly ListItem[] {
  if (shape.sort) return sortRows(filtered, shape.sort, shape.prices ?? priceTable).map(toRowItem);
  const ordered = shape.listOrder === 'newest-first' ? filtered.toReversed() : filtered;
  const items: ListItem[] = [];
  const groups = groupRows(ordered, shape, namelessRows(filtered, shape));
  for (const [key, members] of groups) {
    const isFolded = key !== null && shape.foldedGroups.has(key);
    if (key !== null) items.push(toGroupItem(key, members, shape, startedOf(members[0], key, shape)));
    if (!isFolded) for (const summary of members) items.push(toRowItem(summary));
  }
  const silent = silentPrograms(groups, shape).map((program) => toGroupItem(runKey(program.id), [], shape, program));
  return shape.listOrder === 'newest-first' ? [...silent.toReversed(), ...items] : [...items, ...silent];
}

/** Pinned rows of a program say as much about it as the others. */
function namelessRows(filtered: readonly ExchangeSummary[], shape: ListShape): ReadonlyMap<ExchangeId, string> {
  if (shape.grouping !== 'program') return new Map();
  const unpinned = { ...shape, pinned: new Set<ExchangeId>() };
  return groupsOfNameless(filtered, (summary) => groupKey(summary, unpinned));
}

function startedOf(
  summary: ExchangeSummary | undefined,
  key: string | null,
  { programs, grouping }: ListShape,
): StartedProgram | null {
  if (grouping !== 'program' || key === pinnedKey) return null;
  return summary?.client.run ? (programs.get(summary.client.run) ?? null) : null;
}

/** Started programs of which nothing was seen: those that are still there, and the last one, whose silence is news. */
function silentPrograms(groups: ReadonlyMap<string | null, unknown>, shape: ListShape): readonly StartedProgram[] {
  if (shape.isFiltered || shape.grouping !== 'program') return [];
  const all = [...shape.programs.values()];
  const last = all.at(-1);
  return all.filter((program) => {
    const isThere = program.state === 'running' || program.state === 'detached' || program === last;
    return isThere && !groups.has(runKey(program.id));
  });
}

function groupRows(
  ordered: readonly ExchangeSummary[],
  shape: ListShape,
  nameless: ReadonlyMap<ExchangeId, string>,
): ReadonlyMap<string | null, readonly ExchangeSummary[]> {
  const groups = new Map<string | null, ExchangeSummary[]>();
  const pinned = ordered.filter(({ id }) => shape.pinned.has(id));
  if (pinned.length > 0) groups.set(pinnedKey, []);
  for (const summary of ordered) {
    const own = groupKey(summary, shape);
    const key = own === pinnedKey ? own : (nameless.get(summary.id) ?? own);
    const members = groups.get(key);
    if (members) members.push(summary);
    else groups.set(key, [summary]);
  }
  return groups;
}

function toGroupItem(
  key: string,
  members: readonly ExchangeSummary[],
  shape: ListShape,
  started: StartedProgram | null,
): GroupItem {
  // One whose program is known speaks for those that joined it.
  const head = members.find(({ client }) => !isNameless(client)) ?? members[0];
  let inputTokens = 0;
  for (const { usage } of members) inputTokens += usage.inputTokens ?? 0;
  const program = started?.name ?? (head ? groupTitle(key, head, shape.grouping) : 'unnamed program');
  const isOfProgram = shape.grouping === 'program' && key !== pinnedKey;
  const first = isOfProgram ? (head?.client.pid ?? null) : null;
  const isFolded = shape.foldedGroups.has(key);
  const common = members.every(({ client }) => client.pid === first || isNameless(client)) ? first : null;
  const pid = started === null ? common : started.pid;
  const tunnels = members.filter(isTunnel).length;
  const count = members.length - tunnels;
  return { kind: 'group', key, program, pid, started, count, tunnels, inputTokens, isFolded };
}

const rowItems = new WeakMap<ExchangeSummary, RowItem>();

/** One item per summary object, so that an unchanged row keeps its identity and is not painted again. */
function toRowItem(summary: ExchangeSummary): RowItem {
  const known = rowItems.get(summary);
  if (known) return known;
  const item: RowItem = { kind: 'row', key: summary.id, summary };
  rowItems.set(summary, item);
  return item;
}

function sortRows(
  filtered: readonly ExchangeSummary[],
  sort: ListSort,
  prices: readonly PriceEntry[],
): readonly ExchangeSummary[] {
  const direction = sort.isDescending ? -1 : 1;
  return filtered.toSorted((left, right) => {
    const leftValue = sortValue(left, sort.column, prices);
    const rightValue = sortValue(right, sort.column, prices);
    // What has no figure stands last, whichever way.
    if (leftValue === null || rightValue === null) return Number(leftValue === null) - Number(rightValue === null);
    if (leftValue === rightValue) return left.id < right.id ? -1 : 1;
    return leftValue < rightValue ? -direction : direction;
  });
}

function sortValue(
  summary: ExchangeSummary,
  column: ListColumn,
  prices: readonly PriceEntry[],
): number | string | null {
  switch (column) {
    case 'cost':
      return costOf(summary.model, summary.usage, prices)?.totalUsd ?? null;
    case 'cached':
      return summary.usage.cacheReadTokens;
    case 'size':
      return summary.responseBytes;
    case 'upstream':
      return summary.upstream;
    case 'program':
      return summary.client.program;
    case 'waterfall':
    case 'time':
      return summary.startedAt;
    case 'summary':
      return `${summary.row.label ?? ''} ${summary.row.text}`.trim().toLowerCase();
    case 'model':
      return summary.model;
    case 'status':
      return summary.status;
    case 'in':
      return summary.usage.inputTokens;
    case 'out':
      return summary.usage.outputTokens ?? summary.estimatedOutputTokens;
    case 'ttft':
      return summary.firstTokenAt === null ? null : summary.firstTokenAt - summary.startedAt;
    case 'rate':
      return summary.tokensPerSecond;
    case 'total':
      return summary.endedAt === null ? null : summary.endedAt - summary.startedAt;
  }
}
