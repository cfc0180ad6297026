/** The words that `is:` and `has:` know, and when each holds of an exchange. */
import type { ExchangeSummary } from '../model/exchange.ts';
import { isTunnel } from '../reconstruct/is-tunnel.ts';

type Test = (summary: ExchangeSummary) => boolean;

const states = {
  live: (summary) => summary.phase !== 'ended',
  waiting: (summary) => summary.phase === 'requesting' || summary.phase === 'waiting',
  streaming: (summary) => summary.phase === 'streaming',
  ended: (summary) => summary.phase === 'ended',
  complete: (summary) => summary.end === 'complete',
  error: hasError,
  failed: (summary) => summary.end === 'failed',
  truncated: (summary) => summary.end === 'truncated',
  aborted: (summary) => summary.end === 'client-aborted',
  interrupted: (summary) => summary.end === 'interrupted',
  stream: (summary) => summary.isStreaming,
  json: (summary) => summary.framing === 'json',
  socket: (summary) => summary.isWebSocket,
  tunnel: isTunnel,
  ours: (summary) => summary.injectedBytes > 0 || summary.failure !== null,
  verbatim: (summary) => summary.isVerbatim === true,
  tool: (summary) => summary.row.kind === 'tool-call',
  imported: (summary) => summary.imported !== undefined,
} as const satisfies Readonly<Record<string, Test>>;

const things = {
  error: hasError,
  usage: (summary) => summary.usage.inputTokens !== null || summary.usage.outputTokens !== null,
  cache: (summary) => (summary.usage.cacheReadTokens ?? 0) > 0 || (summary.usage.cacheWriteTokens ?? 0) > 0,
  reasoning: (summary) =>
    (summary.usage.reasoningTokens ?? 0) > 0 || summary.lane.some(({ kind }) => kind === 'reasoning'),
  tool: (summary) => summary.row.kind === 'tool-call' || summary.lane.some(({ kind }) => kind === 'tool-call'),
  model: (summary) => summary.model !== null,
  unknown: (summary) => summary.eventTally.unknown > 0,
  malformed: (summary) => summary.eventTally.malformed > 0,
  problem: (summary) => summary.captureProblem !== null,
} as const satisfies Readonly<Record<string, Test>>;

/** Values of `is:`. */
export const stateNames = Object.keys(states);

/** Values of `has:`. */
export const thingNames = Object.keys(things);

/** Whether `is:word` holds. */
export function hasState(summary: ExchangeSummary, word: string): boolean {
  return holds(states, summary, word);
}

/** Whether `has:word` holds. */
export function hasSomething(summary: ExchangeSummary, word: string): boolean {
  return holds(things, summary, word);
}

/** A word that is still being typed (`is:str`) holds where any word that begins so would. */
function holds(table: Readonly<Record<string, Test>>, summary: ExchangeSummary, word: string): boolean {
  const test = Object.hasOwn(table, word) ? table[word] : undefined;
  if (test !== undefined) return test(summary);
  return Object.entries(table).some(([name, candidate]) => name.startsWith(word) && candidate(summary));
}

function hasError(summary: ExchangeSummary): boolean {
  const isBadEnd = summary.end === 'failed' || summary.end === 'truncated' || summary.end === 'interrupted';
  return isBadEnd || summary.providerError !== null || (summary.status !== null && summary.status >= 400);
}
