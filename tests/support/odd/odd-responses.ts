/** Responses API streams with every kind of item, in turns, whole or cut. */
import type { Seeded } from '../seeded.ts';
import { interleave } from './interleave.ts';
import type { OddEvent } from './odd-framing.ts';
import type { Fields, Life } from './odd-item.ts';
import { addStrangers } from './odd-json.ts';
import { spokenMakers } from './odd-spoken-items.ts';
import type { OddStream } from './odd-stream.ts';
import { oddId } from './odd-text.ts';
import { toolMakers } from './odd-tool-items.ts';

/** Messages and reasoning as often as any four tools. */
const makers: readonly ((random: Seeded) => Life)[] = [...spokenMakers, ...spokenMakers, ...toolMakers];

/** Some stop anywhere: `finalResponse()` gives what came until then. */
export function oddResponsesStream(random: Seeded): OddStream {
  const lives = Array.from({ length: random.between(1, 4) }, () => random.pick(makers)(random));
  const lists = lives.map((life, index) => eventsOf(life, index));
  const isParallel = random.next() < 0.3;
  const middle = isParallel ? inOrder(lists, random) : lists.flat();
  const head = {
    id: oddId('resp_', random),
    object: 'response',
    created_at: 5,
    status: 'in_progress',
    model: 'm-1',
    output: [],
    error: null,
    usage: null,
    metadata: {},
  };
  const usage = {
    input_tokens: 3,
    input_tokens_details: { cached_tokens: 1 },
    output_tokens: 4,
    output_tokens_details: { reasoning_tokens: 2 },
    total_tokens: 7,
  };
  const output = lives.map(({ done }) => done);
  const kind = random.pick(['completed', 'completed', 'incomplete', 'failed']);
  const last = {
    ...head,
    status: kind,
    output,
    usage,
    ...(kind === 'incomplete' ? { incomplete_details: { reason: 'max_output_tokens' } } : {}),
    ...(kind === 'failed' ? { error: { code: 'server_error', message: 'no' } } : {}),
  };
  const all: Fields[] = [{ type: 'response.created', response: head }];
  if (random.next() < 0.2) all.push({ type: 'response.queued', response: { ...head, status: 'queued' } });
  if (random.next() < 0.8) all.push({ type: 'response.in_progress', response: head });
  all.push(...middle);
  if (random.next() < 0.1) all.splice(random.between(1, all.length), 0, { type: 'keepalive' });
  const isCut = random.next() < 0.4;
  if (isCut) all.length = random.between(1, all.length);
  else all.push({ type: `response.${kind}`, response: last });
  const extras = random.pick([0, 0, 0.1]);
  const isQuiet = random.next() < 0.3;
  const events = all.map((event, sequence): OddEvent => {
    const padded =
      isQuiet || !String(event.type).endsWith('delta') ? event : { ...event, obfuscation: oddId('', random) };
    const payload = addStrangers({ ...padded, sequence_number: sequence }, random, extras);
    return { name: String(event.type), payload };
  });
  return { events, said: null };
}

/** Added in order, then in turns. */
function inOrder(lists: readonly (readonly Fields[])[], random: Seeded): readonly Fields[] {
  return [
    ...lists.flatMap((list) => list.slice(0, 1)),
    ...interleave(
      lists.map((list) => list.slice(1)),
      random,
    ),
  ];
}

function eventsOf(life: Life, output_index: number): readonly Fields[] {
  const id = life.added.id;
  const inner = life.events.map((event) => ({ ...event, item_id: id, output_index }));
  const done = { type: 'response.output_item.done', output_index, item: life.done };
  return [{ type: 'response.output_item.added', output_index, item: life.added }, ...inner, done];
}
