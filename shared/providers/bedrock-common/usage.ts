/** Bedrock's token counts as ours: cached input is counted beside `inputTokens`, so the parts are added. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, type JsonObject } from '../json-reading.ts';

/** The part of `UsageReport` that Bedrock's own counts make. */
function usageOf(
  input: number | null,
  output: number | null,
  cacheRead: number | null,
  cacheWrite: number | null,
  total: number | null,
): UsageReport {
  return {
    ...(input === null ? {} : { inputTokens: input + (cacheRead ?? 0) + (cacheWrite ?? 0) }),
    ...(output === null ? {} : { outputTokens: output }),
    ...(cacheRead === null ? {} : { cacheReadTokens: cacheRead }),
    ...(cacheWrite === null ? {} : { cacheWriteTokens: cacheWrite }),
    ...(total === null ? {} : { totalTokens: total }),
  };
}

/**
 * `usage` of Converse, and of Nova's own answers, which put `Count` behind the cache's names.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html
 */
export function readUsage(usage: JsonObject): UsageReport {
  return usageOf(
    asNumber(usage.inputTokens),
    asNumber(usage.outputTokens),
    asNumber(usage.cacheReadInputTokens) ?? asNumber(usage.cacheReadInputTokenCount),
    asNumber(usage.cacheWriteInputTokens) ?? asNumber(usage.cacheWriteInputTokenCount),
    asNumber(usage.totalTokens),
  );
}

/** `amazon-bedrock-invocationMetrics` of an invoke stream's last chunk: Bedrock's own count, for every model family. */
export function readInvocationMetrics(metrics: JsonObject): UsageReport {
  return usageOf(
    asNumber(metrics.inputTokenCount),
    asNumber(metrics.outputTokenCount),
    asNumber(metrics.cacheReadInputTokenCount),
    asNumber(metrics.cacheWriteInputTokenCount),
    null,
  );
}

/** The same counts in the head of an answer that is no stream. */
export function readUsageHeaders(header: (name: string) => string | null): UsageReport {
  const count = (name: string): number | null => asNumber(header(`x-amzn-bedrock-${name}-token-count`));
  return usageOf(count('input'), count('output'), count('cache-read-input'), count('cache-write-input'), null);
}
