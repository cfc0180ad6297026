/** A Chat Completions request body as a conversation. Tolerant: what it does not know becomes an `other` part. */
import type {
  RequestMessage,
  RequestPart,
  RequestReading,
  RequestRole,
  RequestTool,
} from '../../model/request-reading.ts';
import { asList, asObject, asObjects, asText, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { fileOfUrl } from '../media-source.ts';
import { readParameters } from '../request-fields.ts';

/** Null for a body that has no `messages`. @see https://platform.openai.com/docs/api-reference/chat/create */
export function readChatRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || !Array.isArray(body.messages)) return null;
  return {
    model: asText(body.model),
    isStreaming: body.stream === true,
    messages: asList(body.messages).map(readMessage),
    tools: [...readTools(body.tools, 'tools'), ...readTools(body.functions, 'functions')],
    parameters: readParameters(body, ['model', 'stream', 'messages', 'tools', 'functions']),
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
  const parts =
    role === 'tool' ? [readToolResult(message)] : [...readAssistantExtras(message), ...readContent(message)];
  return {
    role,
    name: asText(message.name),
    parts: [...parts, ...readToolCalls(message)],
    hasCacheMarker: hasCacheMarker(message),
    path,
  };
}

/** `developer` is the newer word for `system`, `function` the older one for `tool`. */
function mapRole(role: unknown): RequestRole {
  if (role === 'system' || role === 'developer') return 'system';
  if (role === 'assistant' || role === 'model') return 'assistant';
  return role === 'tool' || role === 'function' ? 'tool' : 'user';
}

function readContent(message: JsonObject): readonly RequestPart[] {
  const content = message.content;
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return asList(content).map(readPart);
}

function readPart(item: unknown): RequestPart {
  if (typeof item === 'string') return { kind: 'text', text: item };
  const part = asObject(item);
  if (part === null) return { kind: 'other', label: 'part', native: item };
  const type = asText(part.type) ?? 'part';
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return { kind: 'text', text: asText(part.text) ?? '' };
    case 'refusal':
      return { kind: 'text', text: asText(part.refusal) ?? '' };
    case 'thinking':
      return { kind: 'reasoning', text: textOfThinking(part.thinking) };
    case 'image_url':
      return fileOfUrl('image', asText(asObject(part.image_url)?.url) ?? asText(part.image_url), null);
    case 'video_url':
      return fileOfUrl('file', asText(asObject(part.video_url)?.url), 'video');
    case 'input_audio':
      return readAudioPart(asObject(part.input_audio) ?? { data: part.input_audio });
    case 'document_url':
      return fileOfUrl('file', asText(part.document_url), asText(part.document_name));
    case 'file':
      return readFilePart(asObject(part.file) ?? {});
    default:
      return { kind: 'other', label: type, native: item };
  }
}

function textOfThinking(thinking: unknown): string {
  if (typeof thinking === 'string') return thinking;
  return asObjects(thinking)
    .map((item) => asText(item.text) ?? '')
    .join('');
}

function readAudioPart(audio: JsonObject): RequestPart {
  const format = asText(audio.format);
  const mediaType = format === null ? null : `audio/${format}`;
  return { kind: 'audio', mediaType, data: asText(audio.data), url: null, name: null };
}

function readFilePart(file: JsonObject): RequestPart {
  const name = asText(file.filename) ?? asText(file.file_id);
  return fileOfUrl('file', asText(file.file_data), name);
}

function readAssistantExtras(message: JsonObject): readonly RequestPart[] {
  const reasoning = asText(message.reasoning_content) ?? asText(message.reasoning);
  const refusal = asText(message.refusal);
  return [
    ...(reasoning === null ? [] : [{ kind: 'reasoning', text: reasoning } as const]),
    ...(refusal === null ? [] : [{ kind: 'text', text: refusal } as const]),
  ];
}

function readToolCalls(message: JsonObject): readonly RequestPart[] {
  const calls = asObjects(message.tool_calls).map((call) => {
    const detail = asObject(call.function) ?? asObject(call.custom) ?? {};
    return toolCallPart(asText(call.id), detail);
  });
  const legacy = asObject(message.function_call);
  return legacy === null ? calls : [...calls, toolCallPart(null, legacy)];
}

function toolCallPart(id: string | null, detail: JsonObject): RequestPart {
  const input = detail.arguments ?? detail.input ?? null;
  const parsed = typeof input === 'string' ? parseJson(input) : null;
  return { kind: 'tool-call', id, name: asText(detail.name) ?? '', input: parsed?.ok ? parsed.value : input };
}

function readToolResult(message: JsonObject): RequestPart {
  const content = message.content;
  const text =
    typeof content === 'string'
      ? content
      : asObjects(content)
          .map((part) => asText(part.text) ?? '')
          .join('');
  const toolCallId = asText(message.tool_call_id);
  return { kind: 'tool-result', toolCallId, name: asText(message.name), text, isError: false };
}

/** OpenRouter and others pass Anthropic's `cache_control` through on parts. */
function hasCacheMarker(message: JsonObject): boolean {
  return isObject(message.cache_control) || asObjects(message.content).some((part) => isObject(part.cache_control));
}

function readTools(value: unknown, field: string): readonly RequestTool[] {
  return asList(value).map((item, position) => {
    const tool = asObject(item) ?? {};
    const detail = asObject(tool.function) ?? asObject(tool.custom) ?? tool;
    return {
      name: asText(detail.name) ?? asText(tool.type) ?? '',
      description: asText(detail.description),
      schema: detail.parameters ?? detail.format ?? null,
      path: `${field}[${position}]`,
    };
  });
}
