/** Seeded SSE streams, read by our decoder and by `eventsource-parser`: what each of them heard must be the same. */
import { createParser } from 'eventsource-parser';
import type { StreamEvent } from '../../shared/model/stream-event.ts';
import { createSseDecoder } from '../../shared/stream/sse-decoder.ts';
import { cutRandomly, decodeAll } from '../../shared/stream/test-chunks.ts';
import { type Seeded, seeded } from './seeded.ts';

type Heard = { readonly events: unknown[]; readonly comments: string[]; readonly lastRetry: number | null };

const ends = ['\n', '\r\n', '\r'] as const;
const names = ['data', 'event', 'id', 'retry', 'data', 'data', 'Data', 'data ', 'dat', 'eventual', '', '\uFEFFdata'];
const values = [
  '',
  ' ',
  'a',
  ' b',
  '  c',
  '\td',
  '1500',
  ' 7',
  '5s',
  '-1',
  ' [DONE]',
  ' {"type":"x","text":"Grüße ☃ 😀"}',
  ':x',
  ' a:b: c',
  '\u0000',
  '\u2028',
  '\u0085',
  'é'.repeat(40),
];

/** The stream of a seed: text of fields, comments, junk and blank lines, with one kind of line end or all of them. */
export function sseStreamOf(seed: number): string {
  const random = seeded(seed);
  const own = random.next() < 0.5 ? random.pick(ends) : null;
  const count = random.between(1, 24);
  const parts = Array.from({ length: count }, () => lineOf(random) + (own ?? random.pick(ends)));
  const bom = random.next() < 0.1 ? '\uFEFF' : '';
  // A last event that is whole, so that both sides have heard all of it: neither may wait for a line feed.
  return `${bom}${parts.join('')}\n\ndata: last\n\ndata: open`;
}

function lineOf(random: Seeded): string {
  const kind = random.next();
  if (kind < 0.3) return '';
  if (kind < 0.4) return `:${random.pick(values)}`;
  const name = random.pick(names);
  return kind < 0.5 ? name : `${name}:${random.pick(values)}`;
}

/** Null when both heard the same; else both readings as JSON. */
export function differenceAt(seed: number): string | null {
  const text = sseStreamOf(seed);
  const cuts = seeded(seed ^ 0x5eed).next;
  const events = decodeAll(createSseDecoder(), cutRandomly(Buffer.from(text), cuts, 6));
  const ours = JSON.stringify(heardByUs(events));
  const theirs = JSON.stringify(heardByParser(text));
  return ours === theirs ? null : JSON.stringify({ seed, text, ours, theirs });
}

function heardByParser(text: string): Heard {
  const events: unknown[] = [];
  const comments: string[] = [];
  let lastRetry: number | null = null;
  const parser = createParser({
    onEvent: (event) => events.push([event.event ?? null, event.data, event.id ?? null]),
    onComment: (comment) => comments.push(comment),
    onRetry: (retry) => {
      lastRetry = retry;
    },
  });
  // It is fed by a TextDecoder, which takes the byte order mark away.
  parser.feed(new TextDecoder().decode(Buffer.from(text)));
  return { events, comments, lastRetry };
}

const unheard: ReadonlySet<string> = new Set(['comment', 'malformed', 'undispatched', 'unterminated']);

function heardByUs(events: readonly StreamEvent[]): Heard {
  return {
    events: events
      .filter((event) => !event.flags.some((flag) => unheard.has(flag)))
      .map((event) => [event.name === '' ? null : event.name, event.data, event.lastEventId]),
    comments: events.filter((event) => event.flags.includes('comment')).map((event) => event.data),
    lastRetry: events.findLast((event) => event.retryMs !== null)?.retryMs ?? null,
  };
}
