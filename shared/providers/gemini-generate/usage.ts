/** Gemini's token counts as ours. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, type JsonObject } from '../json-reading.ts';

/**
 * Null where nothing is counted yet (Vertex AI's early chunks hold only `trafficType`); `before` itself where nothing new is
 * told, as chunks repeat their counts. `promptTokenCount` includes cached tokens but not what tools put before the model;
 * `candidatesTokenCount` leaves thoughts out: the four together are `totalTokenCount` (in every recording).
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function readUsage(usage: JsonObject, before: UsageReport | null): UsageReport | null {
  const inputTokens = sumOf(asNumber(usage.promptTokenCount), asNumber(usage.toolUsePromptTokenCount));
  const reasoningTokens = asNumber(usage.thoughtsTokenCount);
  const written = asNumber(usage.candidatesTokenCount) ?? asNumber(usage.responseTokenCount);
  const outputTokens = sumOf(written, reasoningTokens);
  const cacheReadTokens = asNumber(usage.cachedContentTokenCount);
  const totalTokens = asNumber(usage.totalTokenCount);
  // Every chunk comes by here: nothing is made for one that only repeats.
  const isRepeated =
    before !== null &&
    before.inputTokens === inputTokens &&
    before.outputTokens === outputTokens &&
    before.cacheReadTokens === cacheReadTokens &&
    before.reasoningTokens === reasoningTokens &&
    before.totalTokens === totalTokens;
  if (isRepeated) return before;
  const isCounted = inputTokens !== null || outputTokens !== null || totalTokens !== null || cacheReadTokens !== null;
  return isCounted ? { inputTokens, outputTokens, cacheReadTokens, reasoningTokens, totalTokens } : before;
}

function sumOf(first: number | null, second: number | null): number | null {
  return first === null || second === null ? (first ?? second) : first + second;
}

/** How usage comes out of Gemini's counts, for people. */
export const usageFormula = {
  inputTokens: 'promptTokenCount + toolUsePromptTokenCount',
  outputTokens: 'candidatesTokenCount + thoughtsTokenCount',
  cacheReadTokens: 'cachedContentTokenCount (part of promptTokenCount)',
  reasoningTokens: 'thoughtsTokenCount',
  totalTokens: 'totalTokenCount',
} as const;
