/**
 * Who asked when: one lane per program and per sub-agent, its requests on tracks that do not overlap, and the gaps in
 * which the agent itself was at work. Pure; what a lane does right now is agent-state.ts.
 */
import type { ConversationLink } from '../../../shared/model/conversation.ts';
import type { ExchangeId, ExchangeSummary } from '../../../shared/model/exchange.ts';
import { isTunnel } from '../../../shared/reconstruct/is-tunnel.ts';
import { groupKey, groupTitle } from '../../store/list-groups.ts';
import { groupsOfNameless } from '../../store/nameless-clients.ts';
import { didWords } from './agent-words.ts';

export type AgentRequest = {
  readonly summary: ExchangeSummary;
  /** Among the lane's tracks, from 0. */
  readonly track: number;
};

/** A stretch in which none of the lane's requests ran, since the agent worked on what the last one asked for. */
export type AgentGap = { readonly start: number; readonly end: number; readonly words: string };

export type AgentLane = {
  /** Stable for the life of the program or sub-agent. */
  readonly key: string;
  readonly title: string;
  /** Key of the lane of the program that a sub-agent belongs to; null: a program. */
  readonly parent: string | null;
  /** Oldest first, at least one. */
  readonly requests: readonly AgentRequest[];
  /** 1 to `maxTracks`. */
  readonly trackCount: number;
  readonly gaps: readonly AgentGap[];
};

export type Links = ReadonlyMap<ExchangeId, ConversationLink>;

/** More at once than this share a track. */
const maxTracks = 4;
/** A silence longer than this divides sessions, as on the clock of the lanes. */
const sessionGapMs = 10 * 60_000;
/** The overview is about now: more than this many requests make it a texture. */
const mostRequests = 2_000;
const noPins: ReadonlySet<ExchangeId> = new Set();

/** The requests of the latest session, oldest first. Tunnels and connections that only carry turns are none. */
export function latestSession(rows: readonly ExchangeSummary[]): readonly ExchangeSummary[] {
  const found: ExchangeSummary[] = [];
  const carriers = new Set<ExchangeId>();
  let earliest = Number.POSITIVE_INFINITY;
  for (let index = rows.length - 1; index >= 0 && found.length < mostRequests; index -= 1) {
    const summary = rows[index] as ExchangeSummary;
    if (summary.turnOf) carriers.add(summary.turnOf.connectionId);
    if (summary.method === 'CONNECT' || isTunnel(summary) || carriers.has(summary.id)) continue;
    const end = summary.endedAt ?? (summary.phase === 'ended' ? summary.startedAt : Number.POSITIVE_INFINITY);
    if (earliest - end > sessionGapMs && Number.isFinite(earliest)) break;
    earliest = Math.min(earliest, summary.startedAt);
    found.push(summary);
  }
  return found.reverse();
}

/** Lanes in order of first appearance, sub-agents below their program. */
export function buildLanes(session: readonly ExchangeSummary[], links: Links): readonly AgentLane[] {
  const rules = { grouping: 'program', links, pinned: noPins } as const;
  const nameless = groupsOfNameless(session, (summary) => groupKey(summary, rules));
  const programs = new Map<
    string,
    { readonly own: ExchangeSummary[]; readonly agents: Map<ExchangeId, ExchangeSummary[]> }
  >();
  for (const summary of session) {
    const key = nameless.get(summary.id) ?? groupKey(summary, rules) ?? '';
    const program = programs.get(key) ?? { own: [], agents: new Map<ExchangeId, ExchangeSummary[]>() };
    programs.set(key, program);
    const agent = subAgentOf(summary.id, links);
    if (agent === null) program.own.push(summary);
    else if (!program.agents.get(agent)?.push(summary)) program.agents.set(agent, [summary]);
  }
  return [...programs].flatMap(([key, { own, agents }]) => {
    const first = own.find(({ client }) => client.program !== null) ?? own[0] ?? [...agents.values()][0]?.[0];
    if (first === undefined) return [];
    const title = groupTitle(key, first, 'program');
    const program = own.length > 0 ? [toLane(key, title, null, own)] : [];
    const titles = agentTitles(agents, links, new Map(session.map((summary) => [summary.id, summary])));
    return [...program, ...[...agents].map(([id, members]) => toLane(id, titles.get(id) ?? title, key, members))];
  });
}

/** The first exchange of the sub-agent that this one belongs to; null: it belongs to the program itself. */
function subAgentOf(id: ExchangeId, links: Links): ExchangeId | null {
  let at = id;
  for (let steps = 0; steps < 10_000; steps += 1) {
    const link = links.get(at);
    if (link === undefined) return null;
    if (link.kind === 'sub-agent') return at;
    if (link.parent === null || link.parent === at) return null;
    at = link.parent;
  }
  return null;
}

/** What each was started for: in the words of the call that started it, where that started only one; else in those it was asked. */
function agentTitles(
  agents: ReadonlyMap<ExchangeId, readonly ExchangeSummary[]>,
  links: Links,
  rows: ReadonlyMap<ExchangeId, ExchangeSummary>,
): ReadonlyMap<ExchangeId, string> {
  const parents = [...agents.keys()].map((id) => links.get(id)?.parent);
  return new Map(
    [...agents].map(([id, members]) => {
      const parent = links.get(id)?.parent;
      const starter = parent ? rows.get(parent) : undefined;
      const isOnly = parents.filter((other) => other === parent).length === 1;
      const told = isOnly && starter?.row.kind === 'tool-call' ? starter.row.text : '';
      return [id, told || links.get(id)?.title || (members[0] ? didWords(members[0]) : '')];
    }),
  );
}

function toLane(key: string, title: string, parent: string | null, members: readonly ExchangeSummary[]): AgentLane {
  const requests = onTracks(members);
  const trackCount = 1 + requests.reduce((most, { track }) => Math.max(most, track), 0);
  return { key, title, parent, requests, trackCount, gaps: gapsBetween(members) };
}

function onTracks(members: readonly ExchangeSummary[]): readonly AgentRequest[] {
  const freeAt: number[] = [];
  return members.map((summary) => {
    let track = freeAt.findIndex((moment) => moment <= summary.startedAt);
    if (track === -1) track = freeAt.length < maxTracks ? freeAt.length : freeAt.indexOf(Math.min(...freeAt));
    freeAt[track] = Math.max(freeAt[track] ?? 0, endOf(summary));
    return { summary, track };
  });
}

function gapsBetween(members: readonly ExchangeSummary[]): readonly AgentGap[] {
  const gaps: AgentGap[] = [];
  let last: ExchangeSummary | null = null;
  for (const summary of members) {
    if (last !== null && endOf(last) < summary.startedAt && asksForWork(last)) {
      gaps.push({ start: endOf(last), end: summary.startedAt, words: didWords(last) });
    }
    if (last === null || endOf(summary) >= endOf(last)) last = summary;
  }
  return gaps;
}

/** Its answer was a tool call: the agent has to do something before it asks again. */
export function asksForWork(summary: ExchangeSummary): boolean {
  return summary.row.kind === 'tool-call' && summary.end === 'complete';
}

function endOf(summary: ExchangeSummary): number {
  if (summary.phase !== 'ended') return Number.POSITIVE_INFINITY;
  return summary.endedAt ?? summary.lastByteAt ?? summary.startedAt;
}
