/** The data of every SSE event of a body, as `eventsource-parser` (not written here) finds them. */
import { createParser } from 'eventsource-parser';

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
