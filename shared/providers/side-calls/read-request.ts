/** Requests of the calls around the conversation, read as one message of what was put in. */
import type { RequestMessage, RequestPart, RequestReading } from '../../model/request-reading.ts';
import type { Adapter } from '../adapter.ts';
import { asObject, asText, isObject, type JsonObject } from '../json-reading.ts';
import { fileOfUrl } from '../media-source.ts';
import { readParameters } from '../request-fields.ts';

/** As many parts of a list are read; an embedding call may hold thousands of texts. */
const maxParts = 200;

/** A reader that takes the input from the first levels of these fields; everything else is a parameter. */
export function inputRequest(fields: readonly string[]): Adapter['readRequest'] {
  return (body): RequestReading | null => {
    if (!isObject(body)) return null;
    const present = fields.filter((field) => body[field] !== undefined);
    return {
      model: asText(body.model) ?? asText(body.name),
      isStreaming: body.stream === true || body.stream_format === 'sse',
      messages: present.map((field) => inputMessage(field, body[field])),
      tools: [],
      parameters: readParameters(body, ['model', 'stream', ...present]),
    };
  };
}

function inputMessage(field: string, value: unknown): RequestMessage {
  const items: readonly unknown[] = Array.isArray(value) && !isTokens(value) ? value : [value];
  const parts = items.slice(0, maxParts).map(readPart);
  const left = items.length - parts.length;
  const more: readonly RequestPart[] = left === 0 ? [] : [{ kind: 'other', label: `${left} more`, native: null }];
  return { role: 'user', name: null, parts: [...parts, ...more], hasCacheMarker: false, path: field };
}

/** OpenAI takes a text as a list of token numbers too. */
function isTokens(value: readonly unknown[]): boolean {
  return typeof value[0] === 'number';
}

/** A text for itself, or in the fields where vendors wrap it. */
function readPart(item: unknown): RequestPart {
  if (typeof item === 'string') return { kind: 'text', text: item };
  if (Array.isArray(item)) return { kind: 'other', label: `${item.length} tokens`, native: item.slice(0, 100) };
  const part = asObject(item);
  const url = asText(asObject(part?.image_url)?.url) ?? asText(part?.image_url);
  if (url !== null) return fileOfUrl('image', url, null);
  const text = part === null ? null : textOf(part);
  return text === null ? { kind: 'other', label: asText(part?.type) ?? 'input', native: item } : { kind: 'text', text };
}

/** `text` (OpenAI, Cohere), `prompt` (Imagen), `content` (Vertex), Gemini's `content.parts` or `parts`. */
function textOf(part: JsonObject): string | null {
  const direct = asText(part.text) ?? asText(part.prompt) ?? asText(part.content);
  if (direct !== null) return direct;
  const parts = asObject(part.content)?.parts ?? part.parts;
  if (!Array.isArray(parts)) return null;
  const texts = parts.map((inner) => asText(asObject(inner)?.text)).filter((text) => text !== null);
  return texts.length === 0 ? null : texts.join('\n');
}

/** A new batch: how many requests, or which file holds them. A call without a body asks for nothing. */
export function batchRequest(body: unknown): RequestReading | null {
  if (!isObject(body)) return null;
  const requests = Array.isArray(body.requests) ? body.requests : null;
  const file = asText(body.input_file_id);
  const words =
    requests === null ? (file === null ? null : `requests in the file ${file}`) : `${requests.length} requests`;
  const messages: readonly RequestMessage[] =
    words === null
      ? []
      : [{ role: 'user', name: null, parts: [{ kind: 'text', text: words }], hasCacheMarker: false, path: 'requests' }];
  return {
    model: asText(body.model),
    isStreaming: false,
    messages,
    tools: [],
    parameters: readParameters(body, ['model', 'requests']),
  };
}
