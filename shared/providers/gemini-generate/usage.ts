/** Gemini's token counts as ours. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, type JsonObject } from '../json-reading.ts';

/**
 * Null where nothing is counted yet (Vertex AI's early chunks hold only `trafficType`). `promptTokenCount` includes cached
 * tokens but not what tools put before the model; `candidatesTokenCount` leaves thoughts out: the four together are
 * `totalTokenCount` (in every recording).
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function readUsage(usage: JsonObject): UsageReport | null {
  const inputTokens = sumOf(asNumber(usage.promptTokenCount), asNumber(usage.toolUsePromptTokenCount));
  const reasoningTokens = asNumber(usage.thoughtsTokenCount);
  const written = asNumber(usage.candidatesTokenCount) ?? asNumber(usage.responseTokenCount);
  const outputTokens = sumOf(written, reasoningTokens);
  const cacheReadTokens = asNumber(usage.cachedContentTokenCount);
  const totalTokens = asNumber(usage.totalTokenCount);
  const report: UsageReport = {
    ...(inputTokens === null ? {} : { inputTokens }),
    ...(outputTokens === null ? {} : { outputTokens }),
    ...(cacheReadTokens === null ? {} : { cacheReadTokens }),
    ...(reasoningTokens === null ? {} : { reasoningTokens }),
    ...(totalTokens === null ? {} : { totalTokens }),
  };
  return Object.keys(report).length === 0 ? null : report;
}

/** True when the second report says nothing that the first did not: chunks repeat their counts. */
export function isSameUsage(before: UsageReport | null, after: UsageReport): boolean {
  return (
    before !== null &&
    before.inputTokens === after.inputTokens &&
    before.outputTokens === after.outputTokens &&
    before.cacheReadTokens === after.cacheReadTokens &&
    before.reasoningTokens === after.reasoningTokens &&
    before.totalTokens === after.totalTokens
  );
}

function sumOf(first: number | null, second: number | null): number | null {
  return first === null || second === null ? (first ?? second) : first + second;
}
