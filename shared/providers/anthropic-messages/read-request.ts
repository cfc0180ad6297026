/** A Messages request body as a conversation. Tolerant: what it does not know becomes an `other` part. */
import type {
  RequestMessage,
  RequestPart,
  RequestReading,
  RequestRole,
  RequestTool,
} from '../../model/request-reading.ts';
import { asList, asObject, asObjects, asString, asText, isObject, type JsonObject } from '../json-reading.ts';
import { readParameters } from '../request-fields.ts';
import { kindOfBlock } from './block-start.ts';

/** Null for a body that has no `messages`. @see https://docs.claude.com/en/api/messages#body-messages */
export function readMessagesRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || !Array.isArray(body.messages)) return null;
  return {
    model: asText(body.model),
    isStreaming: body.stream === true,
    messages: [...readSystem(body.system), ...asList(body.messages).map(readMessage)],
    tools: asList(body.tools).map(readTool),
    parameters: readParameters(body, ['model', 'stream', 'system', 'messages', 'tools']),
  };
}

function readSystem(system: unknown): readonly RequestMessage[] {
  if (system === undefined || system === null || system === '') return [];
  return [messageOf('system', system, 'system')];
}

function readMessage(item: unknown, position: number): RequestMessage {
  const message = asObject(item) ?? { content: [item] };
  const role = message.role === 'assistant' || message.role === 'system' ? message.role : 'user';
  return messageOf(role, message.content, `messages[${position}]`);
}

function messageOf(role: RequestRole, content: unknown, path: string): RequestMessage {
  const parts: readonly RequestPart[] =
    typeof content === 'string' ? [{ kind: 'text', text: content }] : asList(content).map(readPart);
  const hasCacheMarker = asObjects(content).some((block) => isObject(block.cache_control));
  return { role, name: null, parts, hasCacheMarker, path };
}

function readPart(item: unknown): RequestPart {
  const block = asObject(item);
  if (block === null) return typeof item === 'string' ? { kind: 'text', text: item } : other('part', item);
  const type = asText(block.type) ?? 'part';
  switch (type) {
    case 'text':
      return { kind: 'text', text: asString(block.text) ?? '' };
    case 'thinking':
      return { kind: 'reasoning', text: asString(block.thinking) ?? '' };
    case 'redacted_thinking':
      return { kind: 'reasoning', text: '' };
    case 'image':
      return readSource('image', block);
    case 'document':
      return readSource('file', block);
    default:
      return readToolPart(block, type);
  }
}

function readToolPart(block: JsonObject, type: string): RequestPart {
  const kind = kindOfBlock(block);
  if (kind === 'tool-call') {
    return { kind: 'tool-call', id: asText(block.id), name: asText(block.name) ?? '', input: block.input ?? null };
  }
  if (kind !== 'tool-result') return other(type, block);
  return {
    kind: 'tool-result',
    toolCallId: asText(block.tool_use_id),
    name: type === 'tool_result' ? null : type,
    text: textOfResult(block.content),
    isError: block.is_error === true,
  };
}

/** The text of a result; parts without text (images, search results) stand as JSON so that nothing is lost. */
function textOfResult(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content.map((part) => asString(asObject(part)?.text) ?? JSON.stringify(part)).join('\n');
}

function readSource(kind: 'image' | 'file', block: JsonObject): RequestPart {
  const source = asObject(block.source) ?? {};
  const name = asText(block.title) ?? asText(source.file_id);
  if (source.type === 'text') return { kind: 'text', text: asString(source.data) ?? '' };
  if (source.type === 'content') return other('document', block);
  return { kind, mediaType: asText(source.media_type), data: asText(source.data), url: asText(source.url), name };
}

function other(label: string, native: unknown): RequestPart {
  return { kind: 'other', label, native };
}

/** Provider tools have a versioned `type` and no schema. */
function readTool(item: unknown, position: number): RequestTool {
  const tool = asObject(item) ?? {};
  return {
    name: asText(tool.name) ?? asText(tool.mcp_server_name) ?? asText(tool.type) ?? '',
    description: asText(tool.description),
    schema: tool.input_schema ?? null,
    path: `tools[${position}]`,
  };
}
