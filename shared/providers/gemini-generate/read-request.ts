/** A generateContent request as a conversation. Tolerant: proto3 JSON allows `system_instruction` as well as `systemInstruction`. */
import type {
  RequestMessage,
  RequestPart,
  RequestReading,
  RequestRole,
  RequestTool,
} from '../../model/request-reading.ts';
import type { RequestFacts } from '../adapter.ts';
import { asList, asObject, asString, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { readParameters } from '../request-fields.ts';

/** Null for a body without `contents`. Gemini CLI's requests hold all but the model in `request`. */
export function readGenerateRequest(body: unknown, request: RequestFacts): RequestReading | null {
  if (!isObject(body)) return null;
  const inner = asObject(body.request);
  const isWrapped = inner !== null && body.contents === undefined;
  const holder = isWrapped ? inner : body;
  if (holder.contents === undefined) return null;
  const prefix = isWrapped ? 'request.' : '';
  const contents = Array.isArray(holder.contents) ? holder.contents : [holder.contents];
  return {
    model: modelOfPath(request.path) ?? asText(body.model)?.replace(/^models\//, '') ?? null,
    isStreaming: /streamGenerateContent/i.test(request.path),
    messages: [
      ...readSystem(holder, prefix),
      ...contents.map((item, position) => readContent(item, `${prefix}contents[${position}]`)),
    ],
    tools: readTools(holder.tools, `${prefix}tools`),
    parameters: [...(isWrapped ? readParameters(body, ['model', 'request']) : []), ...readSettings(holder)],
  };
}

/** Field in either spelling. */
function field(holder: JsonObject, name: string): unknown {
  return holder[name] ?? holder[name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

/** `/v1beta/models/gemini-x:generateContent`; a tuned model or an endpoint by its number. */
function modelOfPath(path: string): string | null {
  const found = /\/([^/]+?)(?::|%3A)[a-zA-Z]+\/?$/i.exec(path)?.[1];
  return found === undefined || found === 'v1internal' ? null : found;
}

/** `generationConfig` is where Gemini has what others have at the top: its fields are shown as parameters of their own. */
function readSettings(holder: JsonObject): RequestReading['parameters'] {
  const taken = ['model', 'contents', 'systemInstruction', 'system_instruction', 'tools'];
  return readParameters(holder, taken).flatMap((parameter) => {
    const isConfig = parameter.name === 'generationConfig' || parameter.name === 'generation_config';
    return isConfig && isObject(parameter.value) ? readParameters(parameter.value, []) : [parameter];
  });
}

function readSystem(holder: JsonObject, prefix: string): readonly RequestMessage[] {
  const system = field(holder, 'systemInstruction');
  if (system == null) return [];
  return [{ ...readContent(system, `${prefix}systemInstruction`), role: 'system' }];
}

function readContent(item: unknown, path: string): RequestMessage {
  const content = asObject(item);
  const parts = (content === null ? [item] : readList(content.parts)).map(readPart);
  const isToolAnswer = parts.length > 0 && parts.every((part) => part.kind === 'tool-result');
  const role = isToolAnswer ? 'tool' : mapRole(content?.role);
  return { role, name: null, parts, hasCacheMarker: false, path };
}

/** A single part may stand without its list. */
function readList(value: unknown): readonly unknown[] {
  return isObject(value) ? [value] : asList(value);
}

/** Without a role it is the user who speaks. `function` is the older word for who answers a call. */
function mapRole(role: unknown): RequestRole {
  if (role === 'model') return 'assistant';
  if (role === 'system') return 'system';
  return role === 'function' ? 'tool' : 'user';
}

function readPart(item: unknown): RequestPart {
  if (typeof item === 'string') return { kind: 'text', text: item };
  const part = asObject(item) ?? {};
  const text = asString(part.text);
  if (text !== null) return { kind: part.thought === true ? 'reasoning' : 'text', text };
  const call = asObject(field(part, 'functionCall'));
  if (call !== null)
    return { kind: 'tool-call', id: asText(call.id), name: asText(call.name) ?? '', input: call.args ?? {} };
  const answer = asObject(field(part, 'functionResponse'));
  if (answer !== null) return readAnswer(answer);
  return readMedia(part) ?? readOther(part, item);
}

/** `response` is an object; errors are told in its `error` by convention. */
function readAnswer(answer: JsonObject): RequestPart {
  const response = asObject(answer.response) ?? {};
  const only = Object.keys(response).length === 1 ? (asString(response.output) ?? asString(response.result)) : null;
  return {
    kind: 'tool-result',
    toolCallId: asText(answer.id),
    name: asText(answer.name),
    text: only ?? toJson(answer.response ?? {}),
    isError: response.error != null,
  };
}

function readMedia(part: JsonObject): RequestPart | null {
  const blob = asObject(field(part, 'inlineData'));
  const file = blob ?? asObject(field(part, 'fileData'));
  if (file === null) return null;
  const mediaType = asText(field(file, 'mimeType'));
  return {
    kind: kindOfMedia(mediaType ?? ''),
    mediaType,
    data: asText(file.data),
    url: asText(field(file, 'fileUri')),
    name: asText(field(file, 'displayName')),
  };
}

function kindOfMedia(mediaType: string): 'image' | 'audio' | 'file' {
  if (mediaType.startsWith('image/')) return 'image';
  return mediaType.startsWith('audio/') ? 'audio' : 'file';
}

/** Calls of tools that Google ran, as they are sent back; and whatever else there is. */
function readOther(part: JsonObject, native: unknown): RequestPart {
  const code = asObject(field(part, 'executableCode'));
  if (code !== null) return { kind: 'tool-call', id: asText(code.id), name: 'code_execution', input: code };
  const result = asObject(field(part, 'codeExecutionResult'));
  if (result !== null) {
    const isError = asText(result.outcome) !== null && result.outcome !== 'OUTCOME_OK';
    const text = asString(result.output) ?? '';
    return { kind: 'tool-result', toolCallId: asText(result.id), name: 'code_execution', text, isError };
  }
  const label = Object.keys(part).find((name) => !name.startsWith('thought')) ?? 'part';
  return { kind: 'other', label, native };
}

/** Functions one by one; each of Google's own tools (`googleSearch`, `codeExecution`) under its name. */
function readTools(value: unknown, path: string): readonly RequestTool[] {
  return readList(value).flatMap((item, position) =>
    Object.entries(asObject(item) ?? {}).flatMap(([name, config]) => {
      const place = `${path}[${position}].${name}`;
      const isFunctions = name === 'functionDeclarations' || name === 'function_declarations';
      if (isFunctions) return readList(config).map((entry, index) => readFunction(entry, `${place}[${index}]`));
      return [{ name, description: null, schema: null, path: place }];
    }),
  );
}

function readFunction(item: unknown, path: string): RequestTool {
  const declaration = asObject(item) ?? {};
  return {
    name: asText(declaration.name) ?? '',
    description: asText(declaration.description),
    schema: field(declaration, 'parameters') ?? field(declaration, 'parametersJsonSchema') ?? null,
    path,
  };
}
