/** An Interactions request as a conversation: `input` is a text, contents, turns or steps. Tolerant. */
import type {
  RequestMessage,
  RequestPart,
  RequestReading,
  RequestRole,
  RequestTool,
} from '../../model/request-reading.ts';
import { asList, asObject, asObjects, asString, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { readParameters } from '../request-fields.ts';

/** Null for a body without `input`. @see https://ai.google.dev/api/interactions-api#CreateInteraction */
export function readInteractionRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || body.input === undefined) return null;
  const taken = ['model', 'agent', 'stream', 'input', 'system_instruction', 'tools', 'generation_config'];
  return {
    model: asText(body.model) ?? asText(body.agent),
    isStreaming: body.stream === true,
    messages: [...readSystem(body.system_instruction), ...readInput(body.input)],
    tools: asList(body.tools).map(readTool),
    parameters: [...readParameters(asObject(body.generation_config) ?? {}, []), ...readParameters(body, taken)],
  };
}

function readSystem(value: unknown): readonly RequestMessage[] {
  const text = asText(value);
  return text === null ? [] : [message('system', [{ kind: 'text', text }], 'system_instruction')];
}

function message(role: RequestRole, parts: readonly RequestPart[], path: string): RequestMessage {
  return { role, name: null, parts, hasCacheMarker: false, path };
}

const plainContents: ReadonlySet<unknown> = new Set(['text', 'image', 'audio', 'document', 'video']);

/** A list of plain contents is one message; turns and steps are one each. */
function readInput(input: unknown): readonly RequestMessage[] {
  if (typeof input === 'string') return [message('user', [{ kind: 'text', text: input }], 'input')];
  if (isObject(input)) return [readItem(input, 'input')];
  const items = asList(input);
  const isOne = items.every((item) => typeof item === 'string' || plainContents.has(asObject(item)?.type));
  if (isOne && items.length > 0) return [message('user', items.map(readPart), 'input')];
  return items.map((item, position) => readItem(item, `input[${position}]`));
}

function readItem(item: unknown, path: string): RequestMessage {
  const holder = asObject(item) ?? {};
  const isNested = holder.content !== undefined && (holder.role !== undefined || isOutputStep(holder.type));
  const parts = isNested ? readContents(holder.content) : [readPart(item)];
  return message(roleOf(holder), parts, path);
}

function isOutputStep(type: unknown): boolean {
  return type === 'user_input' || type === 'model_output';
}

function readContents(content: unknown): readonly RequestPart[] {
  return (Array.isArray(content) ? content : [content]).map(readPart);
}

function roleOf(item: JsonObject): RequestRole {
  const type = asText(item.type) ?? '';
  if (item.role === 'model' || type === 'model_output' || type === 'thought' || type.endsWith('_call'))
    return 'assistant';
  return type.endsWith('_result') ? 'tool' : 'user';
}

function readPart(item: unknown): RequestPart {
  if (typeof item === 'string') return { kind: 'text', text: item };
  const part = asObject(item) ?? {};
  const type = asText(part.type) ?? 'part';
  if (type === 'text') return { kind: 'text', text: asString(part.text) ?? '' };
  if (type === 'thought') return { kind: 'reasoning', text: summaryOf(part) };
  if (type.endsWith('_call')) {
    const name = asText(part.name) ?? type.replace(/_call$/, '');
    return { kind: 'tool-call', id: asText(part.id), name, input: part.arguments ?? {} };
  }
  if (type.endsWith('_result')) return readResult(part, type);
  return plainContents.has(type) ? readMedia(part, type) : { kind: 'other', label: type, native: item };
}

function summaryOf(thought: JsonObject): string {
  return asObjects(thought.summary)
    .map((item) => asString(item.text) ?? '')
    .join('');
}

function readResult(part: JsonObject, type: string): RequestPart {
  return {
    kind: 'tool-result',
    toolCallId: asText(part.call_id),
    name: asText(part.name) ?? (type === 'function_result' ? null : type.replace(/_result$/, '')),
    text: textOfResult(part.result),
    isError: part.is_error === true,
  };
}

/** A text, a list of contents, or any JSON. */
function textOfResult(result: unknown): string {
  if (typeof result === 'string') return result;
  const items = asObjects(result);
  const isTexts = items.length > 0 && items.every((item) => item.type === 'text' && typeof item.text === 'string');
  return isTexts ? items.map((item) => String(item.text)).join('') : toJson(result ?? null);
}

function readMedia(part: JsonObject, type: string): RequestPart {
  return {
    kind: type === 'image' || type === 'audio' ? type : 'file',
    mediaType: asText(part.mime_type),
    data: asText(part.data),
    url: asText(part.uri),
    name: null,
  };
}

/** `function` with its schema; each of Google's own tools under its type, an MCP server under its name. */
function readTool(item: unknown, position: number): RequestTool {
  const tool = asObject(item) ?? {};
  return {
    name: asText(tool.name) ?? asText(tool.type) ?? '',
    description: asText(tool.description),
    schema: tool.parameters ?? null,
    path: `tools[${position}]`,
  };
}
