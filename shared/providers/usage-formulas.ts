/** How usage comes out of each format's counts, for the window: the adapters' own words without the adapters. */
import type { WireFormat } from '../model/wire-format.ts';
import type { UsageFormula } from './adapter.ts';
import { usageFormula as anthropic } from './anthropic-messages/usage.ts';
import { usageFormula as bedrockConverse } from './bedrock-converse/wire.ts';
import { usageFormula as bedrockInvoke } from './bedrock-invoke/usage-formula.ts';
import { usageFormula as cohere } from './cohere-common/usage.ts';
import { usageFormula as geminiGenerate } from './gemini-generate/usage.ts';
import { usageFormula as geminiInteractions } from './gemini-interactions/usage.ts';
import { usageFormula as ollama } from './ollama-common/usage-formula.ts';
import { usageFormula as openaiChat } from './openai-chat/usage.ts';
import { usageFormula as openaiRealtime } from './openai-realtime/realtime-state.ts';
import { usageFormula as openaiResponses } from './openai-responses/usage.ts';

const formulas = new Map<WireFormat, UsageFormula>([
  ['openai-chat', openaiChat],
  ['openai-completions', openaiChat],
  ['openai-responses', openaiResponses],
  ['anthropic-messages', anthropic],
  ['gemini-generate', geminiGenerate],
  ['openai-realtime', openaiRealtime],
  ['gemini-live', geminiGenerate],
  ['gemini-interactions', geminiInteractions],
  ['ollama-chat', ollama],
  ['ollama-generate', ollama],
  ['cohere-v1', cohere],
  ['cohere-v2', cohere],
  ['mistral-chat', openaiChat],
  ['bedrock-converse', bedrockConverse],
  ['bedrock-invoke', bedrockInvoke],
]);

/** Empty for formats that report none, or none that we know of. */
export function usageFormulaOf(format: WireFormat): UsageFormula {
  return formulas.get(format) ?? {};
}
