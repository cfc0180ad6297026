/** Mistral's streams: content as text and as parts, thoughts in pieces, references, calls whole in one chunk. */
import type { Seeded } from '../seeded.ts';
import type { OddEvent } from './odd-framing.ts';
import type { OddStream } from './odd-stream.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

type Fields = { readonly [name: string]: unknown };

const finishes = [
  ['stop', 'stop'],
  ['length', 'length'],
  ['model_length', 'length'],
  ['error', 'error'],
] as const;

/** A whole stream, `[DONE]` and all. */
export function oddMistralStream(random: Seeded): OddStream {
  const thinking = random.next() < 0.4 ? oddText(random) : '';
  const text = random.next() < 0.8 ? oddText(random) : '';
  const calls = Array.from({ length: random.pick([0, 0, 1, 2]) }, () => ({
    id: oddId('', random),
    name: 'look',
    input: random.pick<Fields>([{}, { a: oddText(random) }]),
  }));
  const isList = random.next() < 0.4;
  const closes = random.next() < 0.5 ? { closed: true } : {};
  const deltas: Fields[] = [
    { role: 'assistant', content: '' },
    ...cutText(thinking, random, false).map((piece) => ({
      content: [{ type: 'thinking', thinking: [{ type: 'text', text: piece }], ...closes }],
    })),
    ...cutText(text, random, false).map((piece) => ({ content: isList ? [{ type: 'text', text: piece }] : piece })),
  ];
  if (text !== '' && random.next() < 0.2) deltas.push({ content: [{ type: 'reference', reference_ids: [0, 1] }] });
  const tools = calls.map(({ id, name, input }, index) => ({
    id,
    type: 'function',
    index,
    function: { name, arguments: JSON.stringify(input) },
  }));
  if (tools.length > 0) deltas.push({ content: '', tool_calls: tools });
  const [wire, finish] = random.pick(finishes);
  const reason = tools.length > 0 ? 'tool_calls' : wire;
  const head = { id: oddId('m', random), object: 'chat.completion.chunk', created: 5, model: 'mistral' };
  const padding = random.next() < 0.5;
  const last = deltas.length - 1;
  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
  const chunks = deltas.map((delta, at) => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: at === last ? reason : null }],
    ...(at === last ? { usage } : {}),
    ...(padding ? { p: 'abcdefghijk'.slice(0, random.between(1, 11)) } : {}),
  }));
  const said = {
    index: 0,
    text,
    reasoning: thinking,
    refusal: null,
    toolCalls: calls,
    finishReason: tools.length > 0 ? 'tool-calls' : finish,
  };
  const events = chunks.map((payload): OddEvent => ({ name: null, payload }));
  return { events: [...events, { name: null, payload: '[DONE]' }], said: [said] };
}
