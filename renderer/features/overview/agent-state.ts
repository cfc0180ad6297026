/** What each lane of the overview does right now, and on whom it waits. Pure. */
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { type AgentLane, asksForWork } from './agent-lanes.ts';
import { askedWords, didWords, endWords } from './agent-words.ts';

export type AgentState = {
  readonly kind: 'waiting' | 'streaming' | 'working' | 'agents' | 'done' | 'failed' | 'aborted';
  readonly words: string;
  /** Epoch ms since when; null: it is over. */
  readonly since: number | null;
};

/** By key of the lane. An agent whose last answer asked for work is at work for at most this long. */
const longestWorkMs = 10 * 60_000;

export function statesOf(lanes: readonly AgentLane[], now: number): ReadonlyMap<string, AgentState> {
  const running = new Map(lanes.map((lane) => [lane.key, runningOf(lane)]));
  return new Map(lanes.map((lane) => [lane.key, stateOf(lane, lanes, running, now)]));
}

type Running = ReadonlyMap<string, readonly ExchangeSummary[]>;

function runningOf({ requests }: AgentLane): readonly ExchangeSummary[] {
  return requests.flatMap(({ summary }) => (summary.phase === 'ended' ? [] : [summary]));
}

function stateOf(lane: AgentLane, lanes: readonly AgentLane[], running: Running, now: number): AgentState {
  const own = running.get(lane.key) ?? [];
  if (own.length > 0) return askingState(own);
  const busy = lanes.filter(({ key, parent }) => parent === lane.key && (running.get(key)?.length ?? 0) > 0);
  const last = lastToEnd(lane);
  if (busy.length > 0) {
    return {
      kind: 'agents',
      words: busy.length === 1 ? 'waits for its sub-agent' : `waits for ${busy.length} sub-agents`,
      since: last.endedAt,
    };
  }
  const trouble = endWords(last);
  if (trouble !== null) {
    return { kind: last.end === 'client-aborted' ? 'aborted' : 'failed', words: trouble, since: null };
  }
  const endedAt = last.endedAt ?? last.startedAt;
  if (asksForWork(last) && now - endedAt < longestWorkMs) {
    return { kind: 'working', words: `runs ${didWords(last)}`, since: endedAt };
  }
  return { kind: 'done', words: 'done', since: null };
}

function askingState(own: readonly ExchangeSummary[]): AgentState {
  const streaming = own.filter(({ phase }) => phase === 'streaming');
  const since = Math.min(...own.map(({ startedAt }) => startedAt));
  const [only] = own;
  if (own.length === 1 && only !== undefined) return oneState(only);
  const waiting = own.length - streaming.length;
  const words = [
    waiting > 0 ? `${waiting} waiting` : null,
    streaming.length > 0 ? `${streaming.length} streaming` : null,
  ].filter((word) => word !== null);
  return { kind: streaming.length > 0 ? 'streaming' : 'waiting', words: words.join(', '), since };
}

function oneState(summary: ExchangeSummary): AgentState {
  const { phase, activity, startedAt, firstTokenAt, firstByteAt } = summary;
  const asked = askedWords(summary);
  if (phase !== 'streaming') return { kind: 'waiting', words: `waits for ${asked}`, since: startedAt };
  return { kind: 'streaming', words: `${asked} ${doing(activity)}`, since: firstTokenAt ?? firstByteAt ?? startedAt };
}

function doing(activity: ExchangeSummary['activity']): string {
  switch (activity) {
    case 'reasoning':
      return 'thinks';
    case 'tool-call':
      return 'calls a tool';
    case 'text':
      return 'writes';
    default:
      return 'streams';
  }
}

function lastToEnd({ requests }: AgentLane): ExchangeSummary {
  return requests.reduce(
    (last, { summary }) => ((summary.endedAt ?? 0) >= (last.endedAt ?? 0) ? summary : last),
    (requests[0] as AgentLane['requests'][number]).summary,
  );
}

/** `2 waiting · 1 streaming · 1 at work`: all lanes in a line; null while nothing is going on. */
export function sumWords(lanes: readonly AgentLane[], states: ReadonlyMap<string, AgentState>): string | null {
  const running = lanes.flatMap(runningOf);
  const streaming = running.filter(({ phase }) => phase === 'streaming').length;
  const working = [...states.values()].filter(({ kind }) => kind === 'working').length;
  const parts = [
    [running.length - streaming, 'waiting'],
    [streaming, 'streaming'],
    [working, 'at work'],
  ] as const;
  const words = parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : []));
  return words.length === 0 ? null : words.join(' · ');
}
