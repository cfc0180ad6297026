/** A text completion's request as a conversation: each prompt is one message of the user; a suffix stays a parameter. */
import type { RequestMessage, RequestPart, RequestReading } from '../../model/request-reading.ts';
import { asText, isObject } from '../json-reading.ts';
import { readParameters } from '../request-fields.ts';

/** Null for a body without a `prompt`. @see https://platform.openai.com/docs/api-reference/completions/create */
export function readCompletionsRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || body.prompt === undefined) return null;
  return {
    model: asText(body.model),
    isStreaming: body.stream === true,
    messages: readPrompts(body.prompt),
    tools: [],
    parameters: readParameters(body, ['model', 'stream', 'prompt']),
  };
}

/** A string, a list of them, token numbers, or lists of token numbers. */
function readPrompts(prompt: unknown): readonly RequestMessage[] {
  if (!Array.isArray(prompt)) return [promptMessage(prompt, 'prompt')];
  if (prompt.length > 0 && prompt.every((item) => typeof item === 'number')) return [promptMessage(prompt, 'prompt')];
  return prompt.map((item, position) => promptMessage(item, `prompt[${position}]`));
}

function promptMessage(prompt: unknown, path: string): RequestMessage {
  const part: RequestPart =
    typeof prompt === 'string'
      ? { kind: 'text', text: prompt }
      : { kind: 'other', label: Array.isArray(prompt) ? `${prompt.length} tokens` : 'prompt', native: prompt };
  return { role: 'user', name: null, parts: [part], hasCacheMarker: false, path };
}
