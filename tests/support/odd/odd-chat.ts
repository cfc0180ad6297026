/** Chat Completions streams that the wire types allow and few servers send. */
import type { Seeded } from '../seeded.ts';
import { interleave } from './interleave.ts';
import type { OddEvent } from './odd-framing.ts';
import { addStrangers } from './odd-json.ts';
import type { OddStream, SaidChoice } from './odd-stream.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

type Item = { readonly index: number; readonly delta: object; readonly [name: string]: unknown };

const finishes = [
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content-filter'],
  ['tool_calls', 'tool-calls'],
] as const;

/** A whole stream, `[DONE]` and all. */
export function oddChatStream(random: Seeded): OddStream {
  const count = random.pick([1, 1, 1, 2, 3]);
  const scripts = Array.from({ length: count }, (_none, index) => oddChoice(index, random));
  const items = interleave(
    scripts.map((script) => script.items),
    random,
  );
  const head = {
    id: oddId('chatcmpl-', random),
    object: 'chat.completion.chunk',
    created: random.between(1, 2e9),
    model: 'm-1',
  };
  const extras = random.pick([0, 0, 0.05, 0.3]);
  const common = commonFields(random);
  const chunks: object[] = [];
  if (random.next() < 0.2)
    chunks.push({ ...head, choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] });
  for (let at = 0; at < items.length; ) {
    const size = random.next() < 0.15 ? random.between(1, 3) : 1;
    const group = items.slice(at, at + size);
    at += size;
    chunks.push({ ...head, ...common(), choices: group, ...runningUsage(random) });
  }
  const usage = {
    prompt_tokens: 3,
    completion_tokens: 5,
    total_tokens: 8,
    prompt_tokens_details: { cached_tokens: 1 },
    completion_tokens_details: { reasoning_tokens: 2 },
  };
  if (random.next() < 0.6) chunks.push({ ...head, ...common(), choices: [], usage });
  const events = chunks.map((chunk): OddEvent => ({ name: null, payload: addStrangers(chunk, random, extras) }));
  return { events: [...events, { name: null, payload: '[DONE]' }], said: scripts.map((script) => script.said) };
}

function commonFields(random: Seeded): () => object {
  const kind = random.between(0, 5);
  if (kind === 0) return () => ({ system_fingerprint: 'fp_1', service_tier: 'default' });
  if (kind === 1) return () => ({ obfuscation: oddId('', random), usage: null });
  if (kind === 2) return () => ({ system_fingerprint: random.pick(['fp_1', 'fp_2', null]) });
  if (kind === 3)
    return () => (random.next() < 0.2 ? { provider: random.pick(['A', 'B']), late: random.between(0, 2) } : {});
  return () => ({});
}

function runningUsage(random: Seeded): object {
  return random.next() < 0.03 ? { usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 } } : {};
}

function oddChoice(index: number, random: Seeded): { readonly items: readonly Item[]; readonly said: SaidChoice } {
  const text = random.next() < 0.75 ? oddText(random) : '';
  const reasoning = random.next() < 0.4 ? oddText(random) : '';
  const refusal = random.next() < 0.15 ? oddText(random) : null;
  const calls = random.next() < 0.5 ? oddCalls(random) : [];
  const [wire, finishReason] = random.pick(finishes);
  const field = random.pick(['reasoning_content', 'reasoning']);
  const tail = random.pick([{}, { logprobs: null }, { finish_reason: null }, { logprobs: null, finish_reason: null }]);
  const deltas: object[] = [
    random.pick([
      { role: 'assistant' },
      { role: 'assistant', content: '' },
      { role: 'assistant', content: null, refusal: null },
    ]),
  ];
  const runs = [
    cutText(reasoning, random).map((piece): object => ({ [field]: piece })),
    cutText(text, random).map((piece): object => ({
      content: piece,
      ...random.pick([{}, {}, {}, { refusal: null }, { role: 'assistant' }, { tool_calls: null }]),
    })),
    cutText(refusal ?? '', random).map((piece): object => ({ refusal: piece })),
  ];
  const isMixed = random.next() < 0.2;
  deltas.push(...(isMixed ? interleave(runs, random) : runs.flat()));
  deltas.push(...oddCallDeltas(calls, random));
  const hasLogprobs = random.next() < 0.2;
  const items = deltas.map(
    (delta): Item => ({ index, delta, ...tail, ...(hasLogprobs ? { logprobs: oddLogprobs(random) } : {}) }),
  );
  if (random.next() < 0.1) items.push({ index, delta: {} });
  items.push({
    index,
    delta: random.pick([{}, {}, { content: '' }, { content: null }]),
    finish_reason: wire,
    ...random.pick([{}, { logprobs: null }, { native_finish_reason: 'X' }]),
  });
  const toolCalls = calls.map(({ id, name, text: json }) => ({ id, name, input: JSON.parse(json) as unknown }));
  return { items, said: { index, text, reasoning, refusal, toolCalls, finishReason } };
}

type Call = { readonly index: number; readonly id: string; readonly name: string; readonly text: string };

function oddCalls(random: Seeded): readonly Call[] {
  const count = random.between(1, 3);
  const inputs: readonly unknown[] = [
    {},
    { a: oddText(random) },
    { n: 1.5, list: [1, { b: null }], text: '}{' },
    { deep: { deeper: oddText(random, 3) } },
  ];
  return Array.from({ length: count }, (_none, index) => ({
    index,
    id: oddId('call_', random),
    name: random.pick(['look', 'search', 'look']),
    text: JSON.stringify(random.pick(inputs), null, random.pick([0, 1])),
  }));
}

/** The calls begin in order; what follows may come in turns. */
function oddCallDeltas(calls: readonly Call[], random: Seeded): readonly object[] {
  const lists = callDeltas(calls, random);
  if (random.next() < 0.5) return lists.flat();
  return [
    ...lists.flatMap((list) => list.slice(0, 1)),
    ...interleave(
      lists.map((list) => list.slice(1)),
      random,
    ),
  ];
}

function callDeltas(calls: readonly Call[], random: Seeded): readonly (readonly object[])[] {
  const startsWithNull = random.next() < 0.1;
  return calls.map(({ index, id, name, text }) => {
    const pieces = cutText(text, random);
    const isWhole = random.next() < 0.2;
    const start = {
      index,
      id,
      type: 'function',
      function: { name, arguments: isWhole ? text : startsWithNull ? null : '' },
    };
    const rest = isWhole
      ? []
      : pieces.map((piece) => ({
          index,
          ...random.pick([{}, {}, {}, { id: null }, { type: 'function' }, { id }]),
          function: { arguments: piece, ...random.pick([{}, {}, {}, { name: null }]) },
        }));
    return [start, ...rest].map((call) => ({ tool_calls: [call] }));
  });
}

function oddLogprobs(random: Seeded): unknown {
  const token = {
    token: oddText(random, 1),
    logprob: -random.next(),
    bytes: random.pick([null, [1, 2]]),
    top_logprobs: [],
  };
  return random.pick<unknown>([
    null,
    { content: [token] },
    { content: [token], refusal: null },
    { content: null, refusal: [token] },
    { content: [] },
    {},
  ]);
}
