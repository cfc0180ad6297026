/** A request of Cohere's first chat API as a conversation: preamble, history, the new message, tool results. */
import type { RequestMessage, RequestPart, RequestReading, RequestRole } from '../../model/request-reading.ts';
import { asList, asObject, asObjects, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { readParameters } from '../request-fields.ts';

const taken = ['model', 'stream', 'preamble', 'chat_history', 'message', 'tools', 'tool_results'] as const;

/** Null for a body without a `message`. @see https://docs.cohere.com/v1/reference/chat#request */
export function readCohereV1Request(body: unknown): RequestReading | null {
  if (!isObject(body) || (body.message === undefined && body.tool_results === undefined)) return null;
  const preamble = asText(body.preamble);
  const results = asObjects(body.tool_results);
  const text = asText(body.message);
  return {
    model: asText(body.model),
    isStreaming: body.stream === true,
    messages: [
      ...(preamble === null ? [] : [messageOf('system', [{ kind: 'text', text: preamble }], 'preamble')]),
      ...asList(body.chat_history).map((item, index) => readTurn(asObject(item) ?? {}, `chat_history[${index}]`)),
      ...(text === null ? [] : [messageOf('user', [{ kind: 'text', text }], 'message')]),
      ...(results.length === 0 ? [] : [messageOf('tool', results.map(readResult), 'tool_results')]),
    ],
    tools: asObjects(body.tools).map((tool, index) => ({
      name: asText(tool.name) ?? '',
      description: asText(tool.description),
      schema: tool.parameter_definitions ?? null,
      path: `tools[${index}]`,
    })),
    parameters: readParameters(body, taken),
  };
}

function messageOf(role: RequestRole, parts: readonly RequestPart[], path: string): RequestMessage {
  return { role, name: null, parts, hasCacheMarker: false, path };
}

const roles: { readonly [word: string]: RequestRole } = { CHATBOT: 'assistant', SYSTEM: 'system', TOOL: 'tool' };

function readTurn(turn: JsonObject, path: string): RequestMessage {
  const text = asText(turn.message);
  const parts: readonly RequestPart[] = [
    ...(text === null ? [] : [{ kind: 'text', text } as const]),
    ...asObjects(turn.tool_calls).map(readCall),
    ...asObjects(turn.tool_results).map(readResult),
  ];
  return messageOf(roles[asText(turn.role) ?? ''] ?? 'user', parts, path);
}

function readCall(call: JsonObject): RequestPart {
  return { kind: 'tool-call', id: null, name: asText(call.name) ?? '', input: call.parameters ?? null };
}

function readResult(result: JsonObject): RequestPart {
  const name = asText(asObject(result.call)?.name);
  return { kind: 'tool-result', toolCallId: null, name, text: toJson(result.outputs), isError: false };
}
