/** The prompt-cache explainer: what the request before left in the cache, what this one read of it, and why not all of it. */
import type { CacheExplanation, CacheMarker, CacheVerdict } from '../model/cache-explanation.ts';
import type { ExchangeSummary } from '../model/exchange.ts';
import { priceOf, pricesFor } from '../prices/cost.ts';
import type { PriceEntry } from '../prices/price-table.ts';
import { cacheMarkers, firstDifference } from './prefix-difference.ts';

/** A request of a conversation: its row, and its body as parsed JSON (null where it is none or too large). */
export type CachedRequest = { readonly summary: ExchangeSummary; readonly body: unknown };

/** A shortfall below this many tokens, or this part, is rounding: providers cache in blocks of up to 128 tokens and more. */
const noiseTokens = 256;
const noisePart = 0.02;

/**
 * Caches that fill themselves begin at this many tokens.
 * @see https://developers.openai.com/api/docs/guides/prompt-caching
 */
const automaticFromTokens = 1024;

/**
 * Members beside the prompt whose change makes Anthropic's message cache start anew; of OpenAI only the model is known.
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
const otherMembers = ['thinking', 'tool_choice', 'output_config', 'speed'] as const;

/** Compares two consecutive requests of a conversation. */
export function explainCache(
  previous: CachedRequest,
  current: CachedRequest,
  prices?: readonly PriceEntry[],
): CacheExplanation {
  const { usage, model, startedAt } = current.summary;
  const markers = cacheMarkers(current.body);
  const difference = firstDifference(previous.body, current.body);
  const causes = otherCauses(previous, current);
  const expected = leftInCache(previous.summary);
  const missedTokens = shortfall(expected, current.summary);
  const gapMs = Math.max(0, startedAt - (previous.summary.firstByteAt ?? previous.summary.startedAt));
  const lifeMs = timeToLive(cacheMarkers(previous.body));
  const isExpired = lifeMs !== null && gapMs > lifeMs;
  const isChanged = difference !== null || causes.length > 0;
  const verdict = judge(current.summary, expected, missedTokens, isChanged, isExpired);
  const isMiss = verdict.startsWith('missed');
  const ownLifeMs = timeToLive(markers);
  return {
    id: current.summary.id,
    previousId: previous.summary.id,
    verdict,
    difference,
    causes,
    markers,
    readTokens: usage.cacheReadTokens,
    writtenTokens: usage.cacheWriteTokens,
    inputTokens: usage.inputTokens,
    missedTokens: isMiss ? missedTokens : 0,
    missCostUsd: isMiss ? missCost(model, current.summary, missedTokens, prices) : null,
    gapMs,
    livesUntil: ownLifeMs === null ? null : (current.summary.firstByteAt ?? startedAt) + ownLifeMs,
  };
}

/** Tokens that the request before left in the cache and this one did not read; 0 where that is rounding. By figures alone. */
export function missedTokensOf(previous: ExchangeSummary, current: ExchangeSummary): number {
  const { cacheReadTokens, cacheWriteTokens } = current.usage;
  if (cacheReadTokens === null && cacheWriteTokens === null) return 0;
  const expected = leftInCache(previous);
  const missed = shortfall(expected, current);
  return isNoise(missed, expected) ? 0 : missed;
}

function isNoise(missed: number, expected: number): boolean {
  return missed <= Math.max(noiseTokens, expected * noisePart);
}

function shortfall(expected: number, { usage }: ExchangeSummary): number {
  return Math.max(0, Math.min(expected, usage.inputTokens ?? expected) - (usage.cacheReadTokens ?? 0));
}

/** What stood in the cache after a request: what it read and what it wrote. Providers without a report of writes keep what they can. */
function leftInCache({ usage }: ExchangeSummary): number {
  const read = usage.cacheReadTokens ?? 0;
  if (usage.cacheWriteTokens !== null) return read + usage.cacheWriteTokens;
  if (usage.cacheReadTokens === null) return 0;
  const input = usage.inputTokens ?? 0;
  return input >= automaticFromTokens ? input : read;
}

function judge(
  { usage }: ExchangeSummary,
  expected: number,
  missed: number,
  isChanged: boolean,
  isExpired: boolean,
): CacheVerdict {
  if (usage.cacheReadTokens === null && usage.cacheWriteTokens === null) return 'not-reported';
  if (isNoise(missed, expected))
    return (usage.cacheReadTokens ?? 0) > 0 ? 'hit' : expected === 0 ? 'nothing-cached' : 'hit';
  if (isChanged) return 'missed-changed';
  return isExpired ? 'missed-expired' : 'missed-unexplained';
}

/** The shortest of the markers' lives counts: the message cache is what a turn continues. Null: no marker, automatic caches. */
function timeToLive(markers: readonly CacheMarker[]): number | null {
  return markers.length === 0 ? null : Math.min(...markers.map(({ timeToLiveMs }) => timeToLiveMs));
}

function otherCauses(previous: CachedRequest, current: CachedRequest): readonly string[] {
  const causes: string[] = [];
  const [before, after] = [members(previous.body), members(current.body)];
  if (before.model !== after.model && (before.model ?? after.model) !== undefined) {
    causes.push(`the model changed from ${String(before.model)} to ${String(after.model)}`);
  }
  for (const name of otherMembers) {
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) causes.push(`${name} changed`);
  }
  return causes;
}

function members(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
}

/** What was missed was written again where writes are reported, else read at the full price. */
function missCost(
  model: string | null,
  { usage }: ExchangeSummary,
  missedTokens: number,
  table: readonly PriceEntry[] | undefined,
): number | null {
  const entry = priceOf(model, table);
  if (entry === null) return null;
  const prices = pricesFor(entry, usage.inputTokens ?? 0);
  if (prices.cacheRead === null) return null;
  const rewritten = Math.min(missedTokens, usage.cacheWriteTokens ?? 0);
  const paid = rewritten * (prices.cacheWrite ?? prices.input) + (missedTokens - rewritten) * prices.input;
  return (paid - missedTokens * prices.cacheRead) / 1_000_000;
}
