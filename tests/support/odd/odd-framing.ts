/** Payloads as a body: server-sent events or lines, as different servers write them. */
import type { Seeded } from '../seeded.ts';
import { oddStyle, writeJson } from './odd-json.ts';

/** One event. `name`: its SSE event name; a string payload is written as it is (`[DONE]`). */
export type OddEvent = { readonly name: string | null; readonly payload: unknown };

/** Comments, other line ends, `data:` without its space, JSON over several lines, ids. */
export function writeSse(events: readonly OddEvent[], random: Seeded): string {
  const style = oddStyle(random);
  const feed = random.pick(['\n', '\n', '\n', '\r\n']);
  const space = random.pick([' ', ' ', ' ', '']);
  const comments = random.next() < 0.2;
  const ids = random.next() < 0.1;
  const isMultiLine = random.next() < 0.05;
  let body = '';
  for (const { name, payload } of events) {
    if (comments && random.next() < 0.3)
      body += `${random.pick([': ping', ':', ': OPENROUTER PROCESSING'])}${feed}${feed}`;
    if (ids) body += `id: ${random.between(0, 99)}${feed}`;
    if (name !== null) body += `event:${space}${name}${feed}`;
    const isSpread = isMultiLine && random.next() < 0.5 && typeof payload !== 'string';
    const text =
      typeof payload === 'string'
        ? payload
        : isSpread
          ? JSON.stringify(payload, null, 1)
          : writeJson(payload, style, random);
    body +=
      text
        .split('\n')
        .map((line) => `data:${space}${line}${feed}`)
        .join('') + feed;
  }
  return body;
}

/** A JSON object per line. */
export function writeLines(events: readonly OddEvent[], random: Seeded): string {
  const style = oddStyle(random);
  const feed = random.pick(['\n', '\n', '\n', '\r\n']);
  return events.map(({ payload }) => `${writeJson(payload, style, random)}${feed}`).join('');
}
