/** Which adapter reads which wire format. A new provider is one folder and one line here. */
import type { WireFormat } from '../model/wire-format.ts';
import type { Adapter, RequestFacts } from './adapter.ts';
import { anthropicMessagesAdapter } from './anthropic-messages/adapter.ts';
import { bedrockConverseAdapter } from './bedrock-converse/adapter.ts';
import { bedrockInvokeAdapter } from './bedrock-invoke/adapter.ts';
import { cohereV1Adapter } from './cohere-v1/adapter.ts';
import { cohereV2Adapter } from './cohere-v2/adapter.ts';
import { geminiGenerateAdapter } from './gemini-generate/adapter.ts';
import { geminiInteractionsAdapter } from './gemini-interactions/adapter.ts';
import { geminiLiveAdapter } from './gemini-live/adapter.ts';
import { mistralChatAdapter } from './mistral-chat/adapter.ts';
import { ollamaChatAdapter } from './ollama-chat/adapter.ts';
import { ollamaGenerateAdapter } from './ollama-generate/adapter.ts';
import { openaiChatAdapter } from './openai-chat/adapter.ts';
import { openaiCompletionsAdapter } from './openai-completions/adapter.ts';
import { openaiRealtimeAdapter } from './openai-realtime/adapter.ts';
import { openaiResponsesAdapter } from './openai-responses/adapter.ts';
import { sideCallAdapters } from './side-calls/adapters.ts';
import { unknownAdapter } from './unknown/adapter.ts';

const fallback = hideState(unknownAdapter);

/** Every adapter; the one for unknown APIs is last and never wins a match. */
export const adapters: readonly Adapter[] = [
  hideState(openaiChatAdapter),
  hideState(openaiCompletionsAdapter),
  hideState(openaiResponsesAdapter),
  hideState(anthropicMessagesAdapter),
  hideState(geminiGenerateAdapter),
  hideState(geminiInteractionsAdapter),
  hideState(ollamaChatAdapter),
  hideState(ollamaGenerateAdapter),
  hideState(cohereV2Adapter),
  hideState(cohereV1Adapter),
  hideState(mistralChatAdapter),
  hideState(bedrockConverseAdapter),
  hideState(bedrockInvokeAdapter),
  hideState(openaiRealtimeAdapter),
  hideState(geminiLiveAdapter),
  ...sideCallAdapters.map(hideState),
  fallback,
];

/** The adapter of a format; a format without one yet is read as an unknown API. */
export function adapterFor(format: WireFormat): Adapter {
  return adapters.find((adapter) => adapter.format === format) ?? fallback;
}

/** The adapter that fits a request best: by path and headers, else by the upstream's hint, else the one for unknown APIs. */
export function pickAdapter(request: RequestFacts): Adapter {
  let best = adapterFor(request.defaultFormat);
  let bestScore = 0;
  for (const adapter of adapters) {
    const score = adapter.match(request);
    if (score > bestScore) [best, bestScore] = [adapter, score];
  }
  return best;
}

/** Safe because a state only ever goes back to the adapter that made it; the list cannot say so in types. */
function hideState<State>(adapter: Adapter<State>): Adapter {
  return adapter as Adapter;
}
