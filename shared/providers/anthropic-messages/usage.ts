/** Anthropic's token counts as ours: cached input is reported beside `input_tokens`, so the parts are added. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, asObject, type JsonObject } from '../json-reading.ts';

/**
 * Counts of the whole message so far. Takes the *merged* usage of the snapshot, not one event's: `message_delta` may leave
 * out input counts that `message_start` gave, and `inputTokens` needs all parts at once.
 * @see https://docs.claude.com/en/docs/build-with-claude/prompt-caching#tracking-cache-performance
 */
export function readUsage(usage: JsonObject): UsageReport {
  const input = asNumber(usage.input_tokens);
  const output = asNumber(usage.output_tokens);
  const cacheRead = asNumber(usage.cache_read_input_tokens);
  const cacheWrite = asNumber(usage.cache_creation_input_tokens);
  const reasoning = asNumber(asObject(usage.output_tokens_details)?.thinking_tokens);
  return {
    ...(input === null ? {} : { inputTokens: input + (cacheRead ?? 0) + (cacheWrite ?? 0) }),
    ...(output === null ? {} : { outputTokens: output }),
    ...(cacheRead === null ? {} : { cacheReadTokens: cacheRead }),
    ...(cacheWrite === null ? {} : { cacheWriteTokens: cacheWrite }),
    ...(reasoning === null ? {} : { reasoningTokens: reasoning }),
  };
}

/** How usage comes out of Anthropic's counts, for people. */
export const usageFormula = {
  inputTokens: 'input_tokens + cache_read_input_tokens + cache_creation_input_tokens',
  outputTokens: 'output_tokens (a running total)',
  cacheReadTokens: 'cache_read_input_tokens (beside input_tokens)',
  cacheWriteTokens: 'cache_creation_input_tokens (beside input_tokens)',
  reasoningTokens: 'output_tokens_details.thinking_tokens (part of output_tokens)',
  totalTokens: 'input + output (not reported)',
} as const;
