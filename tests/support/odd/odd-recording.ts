/** Recorded streams as other servers might have sent them: other ids, fields and spelling, texts cut elsewhere, events gone or twice. */
import { parseJson } from '../../../shared/providers/json-reading.ts';
import type { Fixture } from '../fixtures.ts';
import type { Seeded } from '../seeded.ts';
import type { OddEvent } from './odd-framing.ts';
import { addStrangers } from './odd-json.ts';
import { cutText } from './odd-text.ts';

/** The events of a recorded SSE or NDJSON stream. */
export function recordedEvents({ meta, body }: Fixture): readonly OddEvent[] {
  const text = Buffer.from(body).toString('utf8');
  if (meta.framing === 'ndjson')
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ name: null, payload: payloadOf(line) }));
  return text.split(/\r?\n\r?\n/).flatMap((block): readonly OddEvent[] => {
    const lines = block.split(/\r?\n/);
    const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(line[5] === ' ' ? 6 : 5));
    if (data.length === 0) return [];
    const name =
      lines
        .find((line) => line.startsWith('event:'))
        ?.slice(6)
        .trim() ?? null;
    return [{ name, payload: payloadOf(data.join('\n')) }];
  });
}

function payloadOf(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

const textNames: ReadonlySet<string> = new Set([
  'content',
  'text',
  'delta',
  'arguments',
  'partial_json',
  'thinking',
  'reasoning',
  'reasoning_content',
  'refusal',
  'response',
]);

/** The same texts cut into other pieces: what they make must be the same. */
export function recutEvents(events: readonly OddEvent[], random: Seeded): readonly OddEvent[] {
  const chance = random.pick([0, 0.2, 1]);
  return events.flatMap((event): readonly OddEvent[] => {
    const isCut = typeof event.payload !== 'string' && random.next() < chance;
    return isCut ? splitEvent(event.payload, random).map((payload) => ({ name: event.name, payload })) : [event];
  });
}

/** As another server might have sent them. `isBroken`: also events lost and doubled. */
export function varyEvents(events: readonly OddEvent[], random: Seeded, isBroken: boolean): readonly OddEvent[] {
  const extras = random.pick([0, 0.02, 0.2]);
  const ids = random.pick(['', 'x', '-é"\\']);
  const cut = random.pick([0, 0.2, 1]);
  const lost = isBroken ? random.pick([0, 0.05]) : 0;
  const doubled = isBroken ? random.pick([0, 0.05]) : 0;
  return events.flatMap((event): readonly OddEvent[] => {
    if (typeof event.payload === 'string') return [event];
    if (random.next() < lost) return [];
    const pieces = random.next() < cut ? splitEvent(event.payload, random) : [event.payload];
    const sent = pieces.map((payload) => ({
      name: event.name,
      payload: addStrangers(rename(payload, ids), random, extras),
    }));
    return random.next() < doubled ? [...sent, ...sent] : sent;
  });
}

function rename(value: unknown, suffix: string): unknown {
  if (suffix === '' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rename(item, suffix));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      (name === 'id' || name.endsWith('_id')) && typeof inner === 'string' && inner !== ''
        ? inner + suffix
        : rename(inner, suffix),
    ]),
  );
}

/** An event that brings nothing but one piece of text as several that bring it. */
function splitEvent(payload: unknown, random: Seeded): readonly unknown[] {
  const { choices, delta, type } = (payload ?? {}) as { readonly [name: string]: unknown };
  const place =
    Array.isArray(choices) && choices.length === 1
      ? (choices[0] as { readonly delta?: unknown }).delta
      : type === 'content_block_delta'
        ? delta
        : payload;
  if (typeof place !== 'object' || place === null) return [payload];
  if (place === payload && !String(type).endsWith('.delta')) return [payload];
  const texts = Object.entries(place).filter(
    ([name, value]) => textNames.has(name) && typeof value === 'string' && value.length > 1,
  );
  const [name, text] = texts.length === 1 ? (texts[0] as [string, string]) : ['', ''];
  const isAlone = Object.entries(place).every(
    ([other, value]) => other === name || other === 'role' || typeof value !== 'object' || value === null,
  );
  const hasMore = Array.isArray(choices) && (payload as { usage?: unknown }).usage != null;
  if (
    text === '' ||
    !isAlone ||
    hasMore ||
    (Array.isArray(choices) &&
      ((choices[0] as { finish_reason?: unknown }).finish_reason ?? (choices[0] as { logprobs?: unknown }).logprobs) !=
        null)
  )
    return [payload];
  return cutText(text, random, false).map((piece) => replaceIn(payload, place, { ...place, [name]: piece }));
}

function replaceIn(value: unknown, from: unknown, to: unknown): unknown {
  if (value === from) return to;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, from, to));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaceIn(inner, from, to)]));
}
