/** A Cohere v2 chat request as a conversation. Tolerant: what it does not know becomes an `other` part. */
import type {
  RequestMessage,
  RequestPart,
  RequestReading,
  RequestRole,
  RequestTool,
} from '../../model/request-reading.ts';
import { asList, asObject, asObjects, asText, isObject, type JsonObject, parseJson, toJson } from '../json-reading.ts';
import { fileOfUrl } from '../media-source.ts';
import { readParameters } from '../request-fields.ts';

/** Null for a body that has no `messages`. @see https://docs.cohere.com/reference/chat#request */
export function readCohereRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || !Array.isArray(body.messages)) return null;
  return {
    model: asText(body.model),
    isStreaming: body.stream === true,
    messages: asList(body.messages).map(readMessage),
    tools: asList(body.tools).map(readTool),
    parameters: readParameters(body, ['model', 'stream', 'messages', 'tools']),
  };
}

function readMessage(item: unknown, position: number): RequestMessage {
  const message = asObject(item) ?? {};
  const role = mapRole(message.role);
  const parts = role === 'tool' ? [readToolResult(message)] : readParts(message);
  return { role, name: null, parts, hasCacheMarker: false, path: `messages[${position}]` };
}

function mapRole(role: unknown): RequestRole {
  if (role === 'system' || role === 'assistant' || role === 'tool') return role;
  return 'user';
}

function readParts(message: JsonObject): readonly RequestPart[] {
  const plan = asText(message.tool_plan);
  return [
    ...(plan === null ? [] : [{ kind: 'reasoning', text: plan } as const]),
    ...readContent(message.content),
    ...asObjects(message.tool_calls).map(readToolCall),
  ];
}

function readContent(content: unknown): readonly RequestPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return asList(content).map(readPart);
}

function readPart(item: unknown): RequestPart {
  const part = asObject(item);
  switch (part?.type) {
    case 'text':
      return { kind: 'text', text: asText(part.text) ?? '' };
    case 'thinking':
      return { kind: 'reasoning', text: asText(part.thinking) ?? '' };
    case 'image_url':
      return fileOfUrl('image', asText(asObject(part.image_url)?.url) ?? asText(part.image_url), null);
    default:
      return { kind: 'other', label: asText(part?.type) ?? 'part', native: item };
  }
}

function readToolCall(call: JsonObject): RequestPart {
  const detail = asObject(call.function) ?? {};
  const text = asText(detail.arguments);
  const parsed = text === null ? null : parseJson(text);
  const input = parsed?.ok === true ? parsed.value : (text ?? detail.arguments ?? null);
  return { kind: 'tool-call', id: asText(call.id), name: asText(detail.name) ?? '', input };
}

/** The result is text, or a list of documents and texts. @see https://docs.cohere.com/docs/tool-use-overview */
function readToolResult(message: JsonObject): RequestPart {
  const { content } = message;
  const text = typeof content === 'string' ? content : asList(content).map(textOfResult).join('\n');
  return { kind: 'tool-result', toolCallId: asText(message.tool_call_id), name: null, text, isError: false };
}

function textOfResult(item: unknown): string {
  const part = asObject(item);
  const data = asObject(part?.document)?.data ?? part?.document;
  return asText(part?.text) ?? asText(data) ?? toJson(data ?? item);
}

function readTool(item: unknown, position: number): RequestTool {
  const detail = asObject(asObject(item)?.function) ?? asObject(item) ?? {};
  return {
    name: asText(detail.name) ?? '',
    description: asText(detail.description),
    schema: detail.parameters ?? null,
    path: `tools[${position}]`,
  };
}
