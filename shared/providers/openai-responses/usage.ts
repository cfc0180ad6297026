/** Token counts of the Responses API as ours. */
import type { Mutable } from '../../lib/mutable.ts';
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, asObject, type JsonObject } from '../json-reading.ts';

/**
 * Cached tokens are a part of `input_tokens`, reasoning tokens one of `output_tokens`: nothing is added. Servers that put a
 * chat completion's words here are read too.
 * @see https://platform.openai.com/docs/api-reference/responses/object#responses/object-usage
 */
export function readUsage(usage: JsonObject): UsageReport {
  const input = asObject(usage.input_tokens_details) ?? asObject(usage.prompt_tokens_details);
  const output = asObject(usage.output_tokens_details) ?? asObject(usage.completion_tokens_details);
  const report: Mutable<UsageReport> = {};
  const put = (name: keyof UsageReport, ...candidates: readonly unknown[]): void => {
    const value = candidates.map(asNumber).find((candidate) => candidate !== null);
    if (value !== undefined) report[name] = value;
  };
  put('inputTokens', usage.input_tokens, usage.prompt_tokens);
  put('outputTokens', usage.output_tokens, usage.completion_tokens);
  put('cacheReadTokens', input?.cached_tokens);
  put('cacheWriteTokens', input?.cache_write_tokens, input?.cache_creation_tokens);
  put('reasoningTokens', output?.reasoning_tokens);
  put('totalTokens', usage.total_tokens);
  return report;
}

/** How usage comes out of these counts, for people. */
export const usageFormula = {
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cacheReadTokens: 'input_tokens_details.cached_tokens (part of input_tokens)',
  cacheWriteTokens: 'input_tokens_details.cache_write_tokens (part of input_tokens)',
  reasoningTokens: 'output_tokens_details.reasoning_tokens (part of output_tokens)',
  totalTokens: 'total_tokens',
} as const;
