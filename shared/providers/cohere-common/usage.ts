/** Cohere's token counts as ours: `usage` of the v2 API, `meta` of the v1 API. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, asObject, type JsonObject } from '../json-reading.ts';

/**
 * `tokens` is what the model read and wrote; `billed_units` leaves out Cohere's own prompt around the user's, so it only
 * stands in where there are no `tokens`. `cached_tokens` is a part of `tokens.input_tokens` (seen in recordings of
 * 2026-08: 1472 of 1508), `tokens.reasoning_tokens` of `tokens.output_tokens`; neither is documented.
 * @see https://docs.cohere.com/reference/chat#response.body.usage
 */
export function readCohereUsage(usage: JsonObject): UsageReport {
  const tokens = asObject(usage.tokens) ?? asObject(usage.billed_units) ?? {};
  const cacheRead = asNumber(usage.cached_tokens);
  const reasoning = asNumber(tokens.reasoning_tokens);
  const input = asNumber(tokens.input_tokens);
  const output = asNumber(tokens.output_tokens);
  return {
    ...(input === null ? {} : { inputTokens: input }),
    ...(output === null ? {} : { outputTokens: output }),
    ...(cacheRead === null ? {} : { cacheReadTokens: cacheRead }),
    ...(reasoning === null ? {} : { reasoningTokens: reasoning }),
  };
}

/** `1508 in, 67 out` for the log. */
export function usageReading(report: UsageReport): string {
  return `${report.inputTokens ?? '?'} in, ${report.outputTokens ?? '?'} out`;
}

/** How usage comes out of Cohere's counts, for people. */
export const usageFormula = {
  inputTokens: 'tokens.input_tokens, else billed_units.input_tokens',
  outputTokens: 'tokens.output_tokens, else billed_units.output_tokens',
  cacheReadTokens: 'cached_tokens (part of tokens.input_tokens)',
  reasoningTokens: 'tokens.reasoning_tokens (part of tokens.output_tokens)',
  totalTokens: 'input + output (not reported)',
} as const;
