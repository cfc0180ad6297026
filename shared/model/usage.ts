/** Token counts as the provider reported them. Missing is null ("not reported"), never 0. */

/** One report: only the counts it names. */
export type UsageReport = Partial<Usage>;

/**
 * Counts in one meaning for all providers, so that rows can be compared:
 * `inputTokens` is everything the model read, cached parts included (Anthropic reports cached parts beside its
 * `input_tokens`, OpenAI and Gemini inside theirs: adapters convert); `outputTokens` is everything it wrote,
 * reasoning included; `totalTokens` as reported or the sum.
 */
export type Usage = {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly totalTokens: number | null;
};

/** Nothing was reported. */
export const noUsage: Usage = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  totalTokens: null,
};
