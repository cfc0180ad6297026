/** What `wirelens run` says at the end: how many exchanges there were, and how they went. Pure. */
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { isTunnel } from '../../shared/reconstruct/is-tunnel.ts';

export type RunFacts = {
  readonly durationMs: number;
  readonly data: string;
  readonly json?: boolean;
  readonly isByBaseUrl?: boolean;
};

const nothingSeen = 'no exchange was seen';
const nothingByBaseUrl =
  'it may not read the base-URL variables: try without --mode base-url ("wirelens doctor" tells more)';

/** Lines of text, or one line of JSON (`{"event":"run-end",...}`). */
export function runSummary(ended: readonly ExchangeSummary[], facts: RunFacts): string {
  const tunnels = ended.filter(isTunnel);
  const exchanges = ended.filter((summary) => !tunnels.includes(summary));
  const refused = exchanges.filter(({ method }) => method === 'CONNECT');
  const counts = {
    exchanges: exchanges.length,
    complete: exchanges.filter(({ end }) => end === 'complete').length,
    inputTokens: sum(exchanges.map(({ usage }) => usage.inputTokens)),
    outputTokens: sum(exchanges.map(({ usage }) => usage.outputTokens)),
    tunnels: tunnels.length,
  };
  if (facts.json) {
    const { durationMs, data } = facts;
    return JSON.stringify({ event: 'run-end', durationMs, data, ...counts, ids: exchanges.map(({ id }) => id) });
  }
  const lines = [firstLine(counts, facts.durationMs)];
  if (exchanges.length === 0 && facts.isByBaseUrl === true) lines.push(nothingByBaseUrl);
  if (tunnels.length > 0) lines.push(`tunnelled unread: ${hostsOf(tunnels)}`);
  for (const { failure } of refused.slice(0, 3)) if (failure !== null) lines.push(failure.message);
  if (exchanges.length > 0) lines.push(`wirelens list --data ${facts.data}`);
  return lines.map((line) => `wirelens: ${line}`).join('\n');
}

type Counts = {
  readonly exchanges: number;
  readonly complete: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
};

function firstLine({ exchanges, complete, inputTokens, outputTokens }: Counts, durationMs: number): string {
  if (exchanges === 0) return nothingSeen;
  const parts = [`${exchanges} ${exchanges === 1 ? 'exchange' : 'exchanges'} in ${(durationMs / 1000).toFixed(1)} s`];
  if (complete < exchanges) parts.push(`${exchanges - complete} of them not complete`);
  if (inputTokens + outputTokens > 0) parts.push(`${inputTokens} > ${outputTokens} tokens`);
  return parts.join(', ');
}

function sum(counts: readonly (number | null)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}

function hostsOf(tunnels: readonly ExchangeSummary[]): string {
  const hosts = [...new Set(tunnels.map(({ path }) => path))];
  return hosts.slice(0, 8).join(', ') + (hosts.length > 8 ? ` and ${hosts.length - 8} more` : '');
}
