/** A Responses request body as a conversation: `instructions`, then `input` as a string or as items. Tolerant. */
import type { RequestMessage, RequestReading, RequestRole, RequestTool } from '../../model/request-reading.ts';
import { asList, asObject, asText, isObject, type JsonObject } from '../json-reading.ts';
import { readParameters } from '../request-fields.ts';
import { readContent, readItemParts } from './request-items.ts';

/** Null for a body that has neither `input` nor what replaces it. @see https://platform.openai.com/docs/api-reference/responses/create */
export function readResponsesRequest(body: unknown): RequestReading | null {
  if (!isObject(body) || !isRequest(body)) return null;
  return {
    model: asText(body.model),
    // Over a WebSocket answers are always streamed, and nobody says so.
    isStreaming: body.stream === true || body.type === 'response.create',
    messages: [...readInstructions(body.instructions), ...readInput(body.input)],
    tools: asList(body.tools).flatMap((tool, position) => readTool(tool, `tools[${position}]`)),
    parameters: readParameters(body, ['model', 'stream', 'instructions', 'input', 'tools']),
  };
}

/** A stored prompt, or the conversation so far, may stand for the input. */
function isRequest(body: JsonObject): boolean {
  return body.input !== undefined || isObject(body.prompt) || asText(body.previous_response_id) !== null;
}

function readInstructions(instructions: unknown): readonly RequestMessage[] {
  if (typeof instructions === 'string') {
    return instructions === '' ? [] : [message('system', [{ kind: 'text', text: instructions }], 'instructions')];
  }
  // As returned by the API: a list of items.
  return asList(instructions).map((item, position) => readItem(item, `instructions[${position}]`, 'system'));
}

function readInput(input: unknown): readonly RequestMessage[] {
  if (typeof input === 'string') return [message('user', [{ kind: 'text', text: input }], 'input')];
  return asList(input).map((item, position) => readItem(item, `input[${position}]`, 'user'));
}

function message(role: RequestRole, parts: RequestMessage['parts'], path: string): RequestMessage {
  return { role, name: null, parts, hasCacheMarker: false, path };
}

function readItem(value: unknown, path: string, fallback: RequestRole): RequestMessage {
  if (typeof value === 'string') return message(fallback, [{ kind: 'text', text: value }], path);
  const item = asObject(value);
  if (item === null) return message(fallback, [{ kind: 'other', label: 'item', native: value }], path);
  const type = asText(item.type);
  // Easy input messages leave the type out.
  if (type === 'message' || (type === null && item.content !== undefined)) {
    const read = message(mapRole(item.role, fallback), readContent(item.content), path);
    return { ...read, name: asText(item.name) };
  }
  return message(roleOfItem(type ?? ''), readItemParts(item), path);
}

function mapRole(role: unknown, fallback: RequestRole): RequestRole {
  if (role === 'system' || role === 'developer') return 'system';
  if (role === 'assistant' || role === 'user' || role === 'tool') return role;
  return fallback;
}

/** What the model had said stands on its side, what the client answers on the tool's. */
function roleOfItem(type: string): RequestRole {
  if (type.endsWith('_output') || type === 'mcp_approval_response') return 'tool';
  return type === 'compaction_trigger' || type === 'additional_tools' ? 'user' : 'assistant';
}

/** A function, a custom tool or a built-in one; a namespace holds tools of its own. */
function readTool(value: unknown, path: string): readonly RequestTool[] {
  const tool = asObject(value) ?? {};
  const type = asText(tool.type) ?? '';
  if (type === 'namespace') {
    return asList(tool.tools).flatMap((inner, position) => readTool(inner, `${path}.tools[${position}]`));
  }
  // Chat's nested form is taken by some servers.
  const detail = asObject(tool.function) ?? asObject(tool.custom) ?? tool;
  const name = asText(detail.name) ?? (type === 'mcp' ? asText(tool.server_label) : null) ?? type;
  const description = asText(detail.description) ?? asText(tool.server_description);
  return [{ name, description, schema: detail.parameters ?? detail.format ?? null, path }];
}
