/** Cohere Chat v2 streams: thinking, plans, calls, citations between the words, contents that hold text when they start. */
import type { Seeded } from '../seeded.ts';
import type { OddEvent } from './odd-framing.ts';
import { addStrangers } from './odd-json.ts';
import type { OddStream, SaidChoice } from './odd-stream.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

type Fields = { readonly [name: string]: unknown };

const finishes = [
  ['COMPLETE', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['STOP_SEQUENCE', 'stop'],
  ['ERROR', 'error'],
] as const;

/** `message-start` to `message-end`. */
export function oddCohereStream(random: Seeded): OddStream {
  const contents = Array.from({ length: random.between(0, 3) }, (_none, index) => oddContent(index, random));
  const plan = random.next() < 0.3 ? oddText(random) : '';
  const calls = Array.from({ length: random.pick([0, 0, 1, 2]) }, (_none, index) => oddCall(index, random));
  const [wire, finish] = random.pick(finishes);
  const isCalling = calls.length > 0;
  const tokens = { input_tokens: 3, output_tokens: 4 };
  const usage = { billed_units: tokens, tokens, ...random.pick([{}, { cached_tokens: 1 }]) };
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  const all: Fields[] = [
    { id: oddId('c', random), type: 'message-start', delta: { message } },
    ...contents.flatMap((content) => content.events),
    ...cutText(plan, random).map((piece) => ({ type: 'tool-plan-delta', delta: { message: { tool_plan: piece } } })),
    ...calls.flatMap((call) => call.events),
    { type: 'message-end', delta: { finish_reason: isCalling ? 'TOOL_CALL' : wire, usage } },
  ];
  const extras = random.pick([0, 0, 0.1]);
  const events = all.map(
    (event): OddEvent => ({ name: String(event.type), payload: addStrangers(event, random, extras) }),
  );
  const spoken = (kind: string): string =>
    contents.map((content) => (content.kind === kind ? content.text : '')).join('');
  const said: SaidChoice = {
    index: 0,
    text: spoken('text'),
    reasoning: spoken('thinking') + plan,
    refusal: null,
    toolCalls: calls.map(({ id, name, input }) => ({ id, name, input })),
    finishReason: isCalling ? 'tool-calls' : finish,
  };
  return { events, said: [said] };
}

type Content = { readonly kind: 'text' | 'thinking'; readonly text: string; readonly events: readonly Fields[] };

function oddContent(index: number, random: Seeded): Content {
  const kind = random.pick(['text', 'text', 'thinking'] as const);
  const text = oddText(random);
  const first = random.next() < 0.2 ? text.slice(0, 2) : '';
  const of = (piece: string, fields: object = {}): object => ({ message: { content: { ...fields, [kind]: piece } } });
  const pieces = cutText(text.slice(first.length), random).flatMap((piece): readonly Fields[] => {
    const delta = { type: 'content-delta', index, delta: of(piece) };
    return kind === 'text' && random.next() < 0.1 ? [delta, ...citation(random)] : [delta];
  });
  const start = { type: 'content-start', index, delta: of(first, { type: kind }) };
  return { kind, text, events: [start, ...pieces, { type: 'content-end', index }] };
}

function citation(random: Seeded): readonly Fields[] {
  const index = random.between(0, 3);
  const sources = [{ type: 'document', id: 'doc:0', document: { id: 'doc:0', title: 'T' } }];
  const citations = { start: 0, end: 2, text: 'ab', sources, type: 'TEXT_CONTENT', content_index: 0 };
  return [
    { type: 'citation-start', index, delta: { message: { citations } } },
    { type: 'citation-end', index },
  ];
}

type Call = { readonly id: string; readonly name: string; readonly input: unknown; readonly events: readonly Fields[] };

function oddCall(index: number, random: Seeded): Call {
  const id = oddId('look_', random);
  const input = random.pick<unknown>([{}, { a: oddText(random) }, { n: [1.5, null] }]);
  const of = (called: object): object => ({ message: { tool_calls: called } });
  const pieces = cutText(JSON.stringify(input), random);
  const start = of({ id, type: 'function', function: { name: 'look', arguments: '' } });
  const events = [
    { type: 'tool-call-start', index, delta: start },
    ...pieces.map((piece) => ({ type: 'tool-call-delta', index, delta: of({ function: { arguments: piece } }) })),
    { type: 'tool-call-end', index },
  ];
  return { id, name: 'look', input, events };
}
