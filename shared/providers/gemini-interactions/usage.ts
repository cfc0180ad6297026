/** An interaction's token counts as ours. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, type JsonObject } from '../json-reading.ts';

/**
 * What tools put before the model was read too, and thoughts were written: with them, input and output are
 * `total_tokens` (in every recording).
 * @see https://ai.google.dev/api/interactions-api#Resource:Interaction
 */
export function readUsage(usage: JsonObject): UsageReport {
  const inputTokens = sumOf(asNumber(usage.total_input_tokens), asNumber(usage.total_tool_use_tokens));
  const reasoningTokens = asNumber(usage.total_thought_tokens) ?? asNumber(usage.total_reasoning_tokens);
  const outputTokens = sumOf(asNumber(usage.total_output_tokens), reasoningTokens);
  const cacheReadTokens = asNumber(usage.total_cached_tokens);
  const totalTokens = asNumber(usage.total_tokens);
  return {
    ...(inputTokens === null ? {} : { inputTokens }),
    ...(outputTokens === null ? {} : { outputTokens }),
    ...(cacheReadTokens === null ? {} : { cacheReadTokens }),
    ...(reasoningTokens === null ? {} : { reasoningTokens }),
    ...(totalTokens === null ? {} : { totalTokens }),
  };
}

function sumOf(first: number | null, second: number | null): number | null {
  return first === null || second === null ? (first ?? second) : first + second;
}

/** How usage comes out of an interaction's counts, for people. */
export const usageFormula = {
  inputTokens: 'total_input_tokens + total_tool_use_tokens',
  outputTokens: 'total_output_tokens + total_thought_tokens',
  cacheReadTokens: 'total_cached_tokens (part of total_input_tokens)',
  reasoningTokens: 'total_thought_tokens',
  totalTokens: 'total_tokens',
} as const;
