/** How usage comes out of an invoke stream's counts, for people. Apart from the rest, since the window shows it too. */
export const usageFormula = {
  inputTokens:
    "the model's own count, cached parts added for Claude and Nova; else inputTokenCount of Bedrock's metrics",
  outputTokens: "the model's own count; else outputTokenCount of Bedrock's metrics",
} as const;
