/** An Ollama chat request as a conversation. Tolerant: what it does not know becomes an `other` part. */
import type { RequestMessage, RequestPart, RequestReading, RequestRole } from '../../model/request-reading.ts';
import { asObject, asObjects, asString, asText, isObject, type JsonObject } from '../json-reading.ts';
import { imageParts, readTools, textParts } from '../ollama-common/request-pieces.ts';
import { readParameters } from '../request-fields.ts';

/** Null for a body without `messages`. */
export function readOllamaChatRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || !Array.isArray(body.messages)) return null;
  return {
    model: asText(body.model),
    isStreaming: body.stream !== false,
    messages: body.messages.map(readMessage),
    tools: readTools(body.tools),
    parameters: readParameters(body, ['model', 'stream', 'messages', 'tools']),
  };
}

function readMessage(item: unknown, position: number): RequestMessage {
  const path = `messages[${position}]`;
  const message = asObject(item);
  if (message === null) {
    const parts: readonly RequestPart[] = [{ kind: 'other', label: 'message', native: item }];
    return { role: 'user', name: null, parts, hasCacheMarker: false, path };
  }
  const role = mapRole(message.role);
  const parts = role === 'tool' ? [readToolResult(message)] : readParts(message);
  return { role, name: asText(message.name), parts, hasCacheMarker: false, path };
}

function mapRole(role: unknown): RequestRole {
  return role === 'system' || role === 'assistant' || role === 'tool' ? role : 'user';
}

function readParts(message: JsonObject): readonly RequestPart[] {
  return [
    ...textParts('reasoning', message.thinking),
    ...textParts('text', message.content),
    ...imageParts(message.images),
    ...asObjects(message.tool_calls).map(readToolCall),
  ];
}

function readToolCall(call: JsonObject): RequestPart {
  const detail = asObject(call.function) ?? {};
  return { kind: 'tool-call', id: asText(call.id), name: asString(detail.name) ?? '', input: detail.arguments ?? {} };
}

function readToolResult(message: JsonObject): RequestPart {
  const toolCallId = asText(message.tool_call_id);
  const name = asText(message.tool_name) ?? asText(message.name);
  return { kind: 'tool-result', toolCallId, name, text: asString(message.content) ?? '', isError: false };
}
