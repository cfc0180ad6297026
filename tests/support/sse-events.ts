/** The data of every SSE event of a body, as `eventsource-parser` (not written here) finds them. */
import { createParser } from 'eventsource-parser';
import { isObject } from '../../shared/providers/json-reading.ts';

/** Parsed JSON, or the text itself where it is none (`[DONE]`). */
export function sseEventsOf(body: Uint8Array): readonly unknown[] {
  const events: unknown[] = [];
  const parser = createParser({ onEvent: (event) => events.push(jsonOrText(event.data)) });
  parser.feed(new TextDecoder().decode(body));
  return events;
}

function jsonOrText(data: string): unknown {
  return /^\s*[[{]/.test(data) && data !== '[DONE]' ? (JSON.parse(data) as unknown) : data;
}

/** Every name in camelCase: the SDK renames the names it knows and leaves the others. */
export function withCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCamelCase);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      withCamelCase(item),
    ]),
  );
}
