/** A JSON message of a WebSocket in one line: its own name for itself, and the word in it that says most. */
import { asList, asObject, asText, isObject, type JsonObject } from '../json-reading.ts';
import { readingOf } from '../reading-line.ts';

/** `type` (or `event`, `object`, else the first key); null where it has none. */
export function messageType(body: JsonObject): string {
  return asText(body.type) ?? asText(body.event) ?? asText(body.object) ?? Object.keys(body)[0] ?? 'message';
}

/** What it says: a piece of text, an error, what is asked, an item, a status; else its fields by name. */
export function messageReading(body: JsonObject): string {
  const response = asObject(body.response);
  const item = asObject(body.item) ?? asObject(body.part);
  const said =
    asText(body.delta) ??
    asText(body.text) ??
    asText(body.transcript) ??
    asText(body.arguments) ??
    errorWords(body) ??
    (response === null ? null : (errorWords(response) ?? asText(response.status))) ??
    (item === null ? null : itemWords(item)) ??
    inputWords(body.input) ??
    Object.keys(body)
      .filter((name) => name !== 'type')
      .join(', ');
  return readingOf(said);
}

function errorWords(body: JsonObject): string | null {
  const error = asObject(body.error);
  if (error === null) return null;
  return [asText(error.code) ?? asText(error.type) ?? asText(error.status), asText(error.message)]
    .filter(Boolean)
    .join(': ');
}

function itemWords(item: JsonObject): string {
  const text = asList(item.content)
    .map(contentText)
    .find((found) => found !== null);
  return [asText(item.type), asText(item.role), asText(item.name), text ?? asText(item.status)]
    .filter(Boolean)
    .join(' ');
}

/** The last thing that was asked, of a Responses request. */
function inputWords(input: unknown): string | null {
  if (typeof input === 'string') return asText(input);
  const last = asList(input).findLast(isObject);
  if (last === undefined) return null;
  return typeof last.content === 'string' ? last.content : (asText(last.output) ?? itemWords(last));
}

function contentText(part: unknown): string | null {
  const fields = asObject(part);
  return fields === null ? null : (asText(fields.text) ?? asText(fields.transcript));
}
