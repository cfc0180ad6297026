/** An Ollama generate request as a conversation of one system and one user message. */
import type { RequestMessage, RequestPart, RequestReading, RequestRole } from '../../model/request-reading.ts';
import { asText, isObject } from '../json-reading.ts';
import { imageParts, textParts } from '../ollama-common/request-pieces.ts';
import { readParameters } from '../request-fields.ts';

/** Null for a body without a model: `prompt` may be missing (it only loads the model then). */
export function readOllamaGenerateRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || (body.model === undefined && body.prompt === undefined)) return null;
  const system = message('system', 'system', textParts('text', body.system));
  const prompt = message('user', 'prompt', [...textParts('text', body.prompt), ...imageParts(body.images)]);
  return {
    model: asText(body.model),
    isStreaming: body.stream !== false,
    messages: [system, prompt].filter((item) => item.parts.length > 0),
    tools: [],
    parameters: readParameters(body, ['model', 'stream', 'system', 'prompt', 'images']),
  };
}

function message(role: RequestRole, path: string, parts: readonly RequestPart[]): RequestMessage {
  return { role, name: null, parts, hasCacheMarker: false, path };
}
