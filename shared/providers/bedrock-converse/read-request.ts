/** A Converse request body as a conversation. Tolerant: what it does not know becomes an `other` part. */
import type {
  RequestMessage,
  RequestPart,
  RequestReading,
  RequestRole,
  RequestTool,
} from '../../model/request-reading.ts';
import type { RequestFacts } from '../adapter.ts';
import { readModelId } from '../bedrock-common/model-id.ts';
import { asList, asObject, asObjects, asString, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { readParameters } from '../request-fields.ts';

/**
 * Null for a body that has no `messages`; model and streaming stand in the path.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_RequestSyntax
 */
export function readConverseRequest(body: unknown, request: RequestFacts): RequestReading | null {
  if (!isObject(body) || !Array.isArray(body.messages)) return null;
  const isSystemEmpty = asList(body.system).length === 0;
  return {
    model: readModelId(request.path),
    isStreaming: /stream\/?$/.test(request.path),
    messages: [
      ...(isSystemEmpty ? [] : [messageOf('system', body.system, 'system')]),
      ...asList(body.messages).map(readMessage),
    ],
    tools: readTools(asObject(body.toolConfig) ?? {}),
    parameters: [
      ...readParameters(asObject(body.inferenceConfig) ?? {}, []),
      ...readParameters(asObject(body.toolConfig) ?? {}, ['tools']),
      ...readParameters(body, ['messages', 'system', 'toolConfig', 'inferenceConfig']),
    ],
  };
}

function readMessage(item: unknown, position: number): RequestMessage {
  const message = asObject(item) ?? { content: [item] };
  const role = message.role === 'assistant' || message.role === 'system' ? message.role : 'user';
  return messageOf(role, message.content, `messages[${position}]`);
}

function messageOf(role: RequestRole, content: unknown, path: string): RequestMessage {
  const blocks = asList(content);
  const hasCacheMarker = asObjects(content).some((block) => isObject(block.cachePoint));
  const parts = blocks.filter((block) => !isObject(block) || !isObject(block.cachePoint)).map(readPart);
  return { role, name: null, parts, hasCacheMarker, path };
}

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html */
function readPart(item: unknown): RequestPart {
  const block = asObject(item);
  if (block === null) return typeof item === 'string' ? { kind: 'text', text: item } : other('part', item);
  const member = Object.keys(block)[0] ?? 'part';
  const value = asObject(block[member]) ?? {};
  switch (member) {
    case 'text':
      return { kind: 'text', text: asString(block.text) ?? '' };
    case 'reasoningContent':
      return { kind: 'reasoning', text: asString(asObject(value.reasoningText)?.text) ?? '' };
    case 'toolUse':
      return {
        kind: 'tool-call',
        id: asText(value.toolUseId),
        name: asText(value.name) ?? '',
        input: value.input ?? null,
      };
    case 'toolResult':
      return {
        kind: 'tool-result',
        toolCallId: asText(value.toolUseId),
        name: asText(value.type),
        text: asObjects(value.content).map(textOfItem).join('\n'),
        isError: value.status === 'error',
      };
    case 'image':
      return readMedia('image', 'image', value);
    case 'audio':
      return readMedia('audio', 'audio', value);
    case 'document':
      return readMedia('file', 'document', value);
    case 'citationsContent':
      return {
        kind: 'text',
        text: asObjects(value.content)
          .map((part) => asString(part.text) ?? '')
          .join(''),
      };
    default:
      return other(member, block);
  }
}

/** The text of a result; items without text (JSON, images) stand as JSON so that nothing is lost. */
function textOfItem(item: JsonObject): string {
  return asString(item.text) ?? toJson(isObject(item.json) ? item.json : item);
}

type MediaKind = 'image' | 'audio' | 'file';

function readMedia(kind: MediaKind, label: string, value: JsonObject): RequestPart {
  const source = asObject(value.source) ?? {};
  const format = asText(value.format);
  const text = asString(source.text);
  if (text !== null) return { kind: 'text', text };
  const place = asText(asObject(source.s3Location)?.uri);
  const data = asText(source.bytes);
  if (data === null && place === null) return other(label, { [label]: value });
  const mediaType = format === null ? null : `${kind === 'file' ? 'application' : kind}/${format}`;
  return { kind, mediaType, data, url: place, name: asText(value.name) };
}

function other(label: string, native: unknown): RequestPart {
  return { kind: 'other', label, native };
}

/** `toolSpec`s; a `systemTool` has a name and no schema, a `cachePoint` is none. */
function readTools(config: JsonObject): readonly RequestTool[] {
  return asList(config.tools).flatMap((item, position) => {
    const entry = asObject(item) ?? {};
    const tool = asObject(entry.toolSpec) ?? asObject(entry.systemTool);
    if (tool === null) return [];
    const schema = asObject(tool.inputSchema)?.json ?? null;
    const path = `toolConfig.tools[${position}]`;
    return [{ name: asText(tool.name) ?? '', description: asText(tool.description), schema, path }];
  });
}
