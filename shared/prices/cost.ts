/** What an exchange cost, from its reported usage and the price table. An unknown price is null, never 0. */
import { textTest } from '../filter/filter-values.ts';
import type { Usage } from '../model/usage.ts';
import { type PriceEntry, priceTable } from './price-table.ts';

/** US dollars per million tokens, for one request. */
export type TokenPrices = Pick<PriceEntry, 'input' | 'output' | 'cacheRead' | 'cacheWrite'>;

export type Cost = {
  readonly totalUsd: number;
  readonly inputUsd: number;
  readonly cacheReadUsd: number;
  readonly cacheWriteUsd: number;
  readonly outputUsd: number;
  /** The day of the price, and where it was read. */
  readonly asOf: string;
  readonly source: string;
};

const perMillion = 1_000_000;
/** Routers and clouds write the maker, region and version around the name: `anthropic/…`, `us.anthropic.…-v1:0`. */
const nameFrame = /^(?:[\w-]+\/)*(?:(?:us|eu|apac|global)\.)?(?:anthropic\.|models\/)?/;

const knownEntries = new WeakMap<readonly PriceEntry[], Map<string, PriceEntry | null>>();

/** The entry for a model; null when its price is not known. */
export function priceOf(model: string | null, table: readonly PriceEntry[] = priceTable): PriceEntry | null {
  if (model === null) return null;
  const known = knownEntries.get(table) ?? new Map<string, PriceEntry | null>();
  knownEntries.set(table, known);
  const remembered = known.get(model);
  if (remembered !== undefined) return remembered;
  const name = model.replace(nameFrame, '');
  const entry = table.find((candidate) => isNamed(candidate.model, name) || isNamed(candidate.model, model)) ?? null;
  if (known.size < 1_000) known.set(model, entry);
  return entry;
}

/** Null when the price or the usage is not known. Output counts reasoning; input is split by what the cache did. */
export function costOf(model: string | null, usage: Usage, table: readonly PriceEntry[] = priceTable): Cost | null {
  const entry = priceOf(model, table);
  const { inputTokens, outputTokens } = usage;
  if (entry === null || (inputTokens === null && outputTokens === null)) return null;
  const prices = pricesFor(entry, inputTokens ?? 0);
  const read = usage.cacheReadTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const fresh = Math.max(0, (inputTokens ?? 0) - read - written);
  const inputUsd = (fresh * prices.input) / perMillion;
  const cacheReadUsd = (read * (prices.cacheRead ?? prices.input)) / perMillion;
  const cacheWriteUsd = (written * (prices.cacheWrite ?? prices.input)) / perMillion;
  const outputUsd = ((outputTokens ?? 0) * prices.output) / perMillion;
  const totalUsd = inputUsd + cacheReadUsd + cacheWriteUsd + outputUsd;
  return { totalUsd, inputUsd, cacheReadUsd, cacheWriteUsd, outputUsd, asOf: entry.asOf, source: entry.source };
}

/** The prices that count for a request with this many input tokens. */
export function pricesFor(entry: PriceEntry, inputTokens: number): TokenPrices {
  const { longPrompt } = entry;
  return longPrompt !== undefined && inputTokens > longPrompt.aboveTokens ? longPrompt : entry;
}

/** A name without a star must be the whole name. */
function isNamed(glob: string, name: string): boolean {
  return /[*?]/.test(glob) ? textTest(glob)(name) : glob.toLowerCase() === name.toLowerCase();
}
