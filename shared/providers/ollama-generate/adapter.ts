/** Ollama's native text generation (step 5 of the walk): text and thinking, one JSON object per line. */
import type { Adapter } from '../adapter.ts';
import { toArray } from '../append-list.ts';
import { asString, asText } from '../json-reading.ts';
import { watchOllama } from '../ollama-common/conformance.ts';
import { createOllamaErrorWriter } from '../ollama-common/error-writer.ts';
import { emptyOllamaState, forgetContent, mergedChunk, type OllamaState } from '../ollama-common/ollama-state.ts';
import { textLineRepeatRule } from '../ollama-common/repeat-rule.ts';
import { finishOllama, type OllamaEndpoint, stepOllama } from '../ollama-common/step-chunk.ts';
import { usageFormula } from '../ollama-common/usage-formula.ts';
import { readErrorFacts } from '../provider-error.ts';
import { readOllamaGenerateRequest } from './read-request.ts';

const endpoint: OllamaEndpoint = {
  contentName: 'response',
  readPieces: (chunk) => {
    const image = asText(chunk.image);
    return {
      content: asString(chunk.response) ?? '',
      thinking: asString(chunk.thinking) ?? '',
      toolCalls: [],
      images: image === null ? [] : [image],
    };
  },
};

/** @see https://docs.ollama.com/api/generate */
export const ollamaGenerateAdapter: Adapter<OllamaState> = {
  format: 'ollama-generate',
  title: 'Ollama generate',
  match: (request) => (request.method === 'POST' && /(^|\/)api\/generate\/?$/.test(request.path) ? 50 : 0),
  begin: (_request, response) => emptyOllamaState(readErrorFacts(response)),
  step: (state, event) => stepOllama(endpoint, state, event),
  finish: finishOllama,
  forget: forgetContent,
  repeatRule: textLineRepeatRule,
  native,
  conformance: watchOllama,
  usageFormula,
  readRequest: readOllamaGenerateRequest,
  errors: createOllamaErrorWriter((text) => ({ response: text })),
};

/** The object that the same request gives with `stream: false`: the last chunk with the joined text in it. */
function native(state: OllamaState): unknown {
  const merged = mergedChunk(state);
  if (merged === null) return null;
  const logprobs = toArray(state.logprobs);
  return {
    ...merged,
    ...('response' in merged ? { response: state.content } : {}),
    ...('thinking' in merged ? { thinking: state.thinking } : {}),
    ...(logprobs.length === 0 ? {} : { logprobs }),
  };
}
