/** How usage comes out of Ollama's counts, for people. */
export const usageFormula = {
  inputTokens: 'prompt_eval_count',
  outputTokens: 'eval_count (thinking included)',
  totalTokens: 'input + output (not reported)',
} as const;
