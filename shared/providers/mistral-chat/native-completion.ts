/**
 * The object that `@mistralai/mistralai` returns from `chat.complete()`, from what the openai-chat adapter rebuilt: of a
 * whole body, or joined from a stream (the SDK has no helper for it).
 */
import { asObjects, asText, isObject, type JsonObject } from '../json-reading.ts';
import { toSdkShape } from '../sdk-shape.ts';
import { joinChunks } from './content-chunks.ts';
import { completionShape, contentShape, contentTypes } from './wire.ts';

/** `rebuilt` is OpenAI's final object of the same answer; anything that has no choices (an error body) passes as it is. */
export function mistralCompletion(rebuilt: unknown, isStream: boolean): unknown {
  if (!isObject(rebuilt) || !Array.isArray(rebuilt.choices)) return rebuilt;
  const choices = asObjects(rebuilt.choices).map((choice) => wireChoice(choice, isStream));
  return toSdkShape({ ...rebuilt, choices, ...(isStream ? { object: 'chat.completion' } : {}) }, completionShape);
}

function wireChoice(choice: JsonObject, isStream: boolean): JsonObject {
  const { message } = choice;
  if (!isObject(message)) return choice;
  const { content, tool_calls: calls, ...rest } = message;
  return {
    ...choice,
    message: {
      ...rest,
      ...(content === undefined ? {} : { content: sdkContent(content, isStream) }),
      ...(calls === undefined ? {} : { tool_calls: isStream ? numbered(calls) : calls }),
    },
  };
}

/** OpenAI's final object has no `index` at its calls, Mistral's has. */
function numbered(calls: unknown): unknown {
  return asObjects(calls).map((call, index) => ({ ...call, index }));
}

function sdkContent(content: unknown, isStream: boolean): unknown {
  if (!Array.isArray(content)) return content;
  const chunks: readonly unknown[] = isStream ? joinChunks(asObjects(content)) : content;
  return chunks.map(sdkChunk);
}

function sdkChunk(chunk: unknown): unknown {
  const type = isObject(chunk) ? asText(chunk.type) : null;
  if (type === null || !contentTypes.has(type)) return { raw: chunk, type: 'UNKNOWN', isUnknown: true };
  return toSdkShape(chunk, contentShape);
}
