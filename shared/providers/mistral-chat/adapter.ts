/** Mistral's Chat Completions, fill-in-the-middle and agents: the openai-chat adapter reads them, the final object is Mistral's. */
import type { Adapter, RequestFacts } from '../adapter.ts';
import { openaiChatAdapter } from '../openai-chat/adapter.ts';
import type { ChatState } from '../openai-chat/chat-state.ts';
import { watchOpenaiChat } from '../openai-chat/conformance.ts';
import { usageFormula } from '../openai-chat/usage.ts';
import { mistralErrorWriter } from './error-writer.ts';
import { mistralCompletion } from './native-completion.ts';
import { mistralRepeatRule } from './repeat-rule.ts';

/** @see https://docs.mistral.ai/api/endpoint/chat */
export const mistralChatAdapter: Adapter<ChatState> = {
  format: 'mistral-chat',
  title: 'Mistral Chat Completions',
  match,
  begin: openaiChatAdapter.begin,
  step: openaiChatAdapter.step,
  finish: openaiChatAdapter.finish,
  native: (state) => mistralCompletion(openaiChatAdapter.native(state), state.body === null),
  conformance: watchOpenaiChat,
  usageFormula,
  readRequest: openaiChatAdapter.readRequest,
  ...(openaiChatAdapter.forget === undefined ? {} : { forget: openaiChatAdapter.forget }),
  repeatRule: mistralRepeatRule,
  errors: mistralErrorWriter,
  // Padding against traffic analysis.
  consumedFields: ['p'],
};

/** The chat path is OpenAI's too: only the upstream, or a forward proxy's `Host`, tells that Mistral answers. */
function match(request: RequestFacts): number {
  if (request.method !== 'POST' || !isMistral(request)) return 0;
  return /\/(chat|fim|agents)\/completions\/?$/.test(request.path) ? 60 : 0;
}

/** `api.mistral.ai`, `codestral.mistral.ai`. */
function isMistral(request: RequestFacts): boolean {
  if (request.defaultFormat === 'mistral-chat') return true;
  return /(^|\.)mistral\.ai(:\d+)?$/i.test(request.header('host') ?? '');
}
