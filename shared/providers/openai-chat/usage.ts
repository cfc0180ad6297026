/** OpenAI's token counts, and where compatible servers put theirs, as ours. */
import type { Mutable } from '../../lib/mutable.ts';
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, asObject, asObjects, type JsonObject } from '../json-reading.ts';

/**
 * The usage of a chunk or body, null where it has none: `usage`, Groq's `x_groq.usage`, Moonshot's `choices[0].usage`.
 */
export function findUsage(chunk: JsonObject): JsonObject | null {
  const direct = asObject(chunk.usage) ?? asObject(asObject(chunk.x_groq)?.usage);
  if (direct !== null) return direct;
  for (const choice of asObjects(chunk.choices)) {
    const usage = asObject(choice.usage);
    if (usage !== null) return usage;
  }
  return null;
}

/**
 * Cached and reasoning tokens are parts of `prompt_tokens` and `completion_tokens`, so nothing is added. (xAI counts
 * reasoning beside `completion_tokens`; it is shown as reported.) DeepSeek names cached tokens `prompt_cache_hit_tokens`,
 * Moonshot `cached_tokens`, Mistral's older models `num_cached_tokens`; OpenRouter adds `cache_write_tokens`.
 * @see https://platform.openai.com/docs/api-reference/chat/object#chat/object-usage
 */
export function readUsage(usage: JsonObject): UsageReport {
  const input = asObject(usage.prompt_tokens_details);
  const output = asObject(usage.completion_tokens_details);
  const report: Mutable<UsageReport> = {};
  const put = (name: keyof UsageReport, ...candidates: readonly unknown[]): void => {
    for (const candidate of candidates) {
      const value = asNumber(candidate);
      if (value === null) continue;
      report[name] = value;
      return;
    }
  };
  put('inputTokens', usage.prompt_tokens, usage.input_tokens);
  put('outputTokens', usage.completion_tokens, usage.output_tokens);
  put(
    'cacheReadTokens',
    input?.cached_tokens,
    usage.prompt_cache_hit_tokens,
    usage.cached_tokens,
    usage.num_cached_tokens,
  );
  put('cacheWriteTokens', input?.cache_write_tokens, usage.cache_creation_input_tokens);
  put('reasoningTokens', output?.reasoning_tokens, usage.reasoning_tokens);
  put('totalTokens', usage.total_tokens);
  if (report.totalTokens === undefined && report.inputTokens != null && report.outputTokens != null) {
    report.totalTokens = report.inputTokens + report.outputTokens;
  }
  return report;
}

/**
 * llama.cpp's `timings`, in the last chunk or (with `timings_per_token`) in every one. `prompt_n` leaves out the part of the
 * prompt that came from the cache, `cache_n`.
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
export function readTimings(timings: JsonObject): UsageReport {
  const prompt = asNumber(timings.prompt_n);
  const cached = asNumber(timings.cache_n);
  const predicted = asNumber(timings.predicted_n);
  const report: Mutable<UsageReport> = {};
  if (prompt !== null) report.inputTokens = prompt + (cached ?? 0);
  if (predicted !== null) report.outputTokens = predicted;
  if (cached !== null) report.cacheReadTokens = cached;
  return report;
}

/** How usage comes out of these counts, for people. */
export const usageFormula = {
  inputTokens: 'prompt_tokens',
  outputTokens: 'completion_tokens',
  cacheReadTokens: 'prompt_tokens_details.cached_tokens (part of prompt_tokens)',
  cacheWriteTokens: 'prompt_tokens_details.cache_write_tokens (part of prompt_tokens)',
  reasoningTokens: 'completion_tokens_details.reasoning_tokens (part of completion_tokens; xAI counts it beside)',
  totalTokens: 'total_tokens, else prompt_tokens + completion_tokens',
} as const;
