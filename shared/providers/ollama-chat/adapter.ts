/** Ollama's native chat (step 5 of the walk): messages with thinking and whole tool calls, one JSON object per line. */
import type { Adapter } from '../adapter.ts';
import { toArray } from '../append-list.ts';
import { asList, asObject, asString, type JsonObject } from '../json-reading.ts';
import { watchOllama } from '../ollama-common/conformance.ts';
import { createOllamaErrorWriter } from '../ollama-common/error-writer.ts';
import { emptyOllamaState, forgetContent, mergedChunk, type OllamaState } from '../ollama-common/ollama-state.ts';
import { chatLineRepeatRule } from '../ollama-common/repeat-rule.ts';
import { finishOllama, type OllamaEndpoint, stepOllama } from '../ollama-common/step-chunk.ts';
import { usageFormula } from '../ollama-common/usage-formula.ts';
import { readErrorFacts } from '../provider-error.ts';
import { readOllamaChatRequest } from './read-request.ts';

const endpoint: OllamaEndpoint = {
  contentName: 'content',
  readPieces: (chunk) => {
    const message = asObject(chunk.message) ?? {};
    return {
      content: asString(message.content) ?? '',
      thinking: asString(message.thinking) ?? '',
      toolCalls: asList(message.tool_calls),
      images: asList(message.images).filter((image) => typeof image === 'string'),
    };
  },
};

/** @see https://docs.ollama.com/api/chat */
export const ollamaChatAdapter: Adapter<OllamaState> = {
  format: 'ollama-chat',
  title: 'Ollama chat',
  match: (request) => (request.method === 'POST' && /(^|\/)api\/chat\/?$/.test(request.path) ? 50 : 0),
  begin: (_request, response) => emptyOllamaState(readErrorFacts(response)),
  step: (state, event) => stepOllama(endpoint, state, event),
  finish: finishOllama,
  forget: forgetContent,
  repeatRule: chatLineRepeatRule,
  native,
  conformance: watchOllama,
  usageFormula,
  readRequest: readOllamaChatRequest,
  errors: createOllamaErrorWriter((text) => ({ message: { role: 'assistant', content: text } })),
};

/**
 * The `ollama` client joins nothing itself: this is the object that the same request gives with `stream: false`, the last
 * chunk with the joined message in it.
 */
function native(state: OllamaState): unknown {
  const merged = mergedChunk(state);
  if (merged === null) return null;
  const logprobs = toArray(state.logprobs);
  return {
    ...merged,
    ...(merged.message === undefined ? {} : { message: joinedMessage(state) }),
    ...(logprobs.length === 0 ? {} : { logprobs }),
  };
}

function joinedMessage(state: OllamaState): JsonObject {
  const toolCalls = toArray(state.toolCalls);
  const images = toArray(state.images);
  return {
    ...state.mergedMessage,
    ...('content' in state.mergedMessage ? { content: state.content } : {}),
    ...('thinking' in state.mergedMessage ? { thinking: state.thinking } : {}),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
    ...(images.length === 0 ? {} : { images }),
  };
}
