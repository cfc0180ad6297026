/** Ollama's lines: thinking, calls, running logprobs, ends of every kind. */
import type { Seeded } from '../seeded.ts';
import type { OddEvent } from './odd-framing.ts';
import { addStrangers } from './odd-json.ts';
import type { OddStream } from './odd-stream.ts';
import { cutText, oddText } from './odd-text.ts';

type Fields = { readonly [name: string]: unknown };

/** `/api/chat`. */
export function oddOllamaChat(random: Seeded): OddStream {
  const thinking = random.next() < 0.4 ? oddText(random) : '';
  const text = random.next() < 0.8 ? oddText(random) : '';
  const calls = Array.from({ length: random.pick([0, 0, 1, 2]) }, () => ({
    name: 'look',
    input: random.pick<Fields>([{}, { a: oddText(random) }]),
  }));
  const messages: Fields[] = [
    ...cutText(thinking, random).map((piece) => ({ role: 'assistant', content: '', thinking: piece })),
    ...cutText(text, random).map((content) => ({ role: 'assistant', content })),
    ...calls.map(({ name, input }, index) => ({
      role: 'assistant',
      content: '',
      tool_calls: [
        {
          ...random.pick([{}, { id: `call_${index}` }]),
          function: { ...random.pick([{}, { index }]), name, arguments: input },
        },
      ],
    })),
  ];
  const lines = messages.map((message) => line(random, { message, done: false }));
  const [wire, finish] = random.pick([
    ['stop', 'stop'],
    ['length', 'length'],
  ] as const);
  const last = line(random, { message: { role: 'assistant', content: '' }, done: true, done_reason: wire, ...counts });
  const ids = messages
    .flatMap((message) => (message.tool_calls as Fields[] | undefined) ?? [])
    .map((call) => (call.id as string | undefined) ?? null);
  const said = {
    index: 0,
    text,
    reasoning: thinking,
    refusal: null,
    toolCalls: calls.map(({ name, input }, index) => ({ id: ids[index] ?? null, name, input })),
    finishReason: calls.length > 0 && wire === 'stop' ? 'tool-calls' : finish,
  };
  return { events: [...lines, last].map((payload): OddEvent => ({ name: null, payload })), said: [said] };
}

/** `/api/generate`. */
export function oddOllamaText(random: Seeded): OddStream {
  const thinking = random.next() < 0.4 ? oddText(random) : '';
  const text = oddText(random);
  const extras = random.pick([0, 0, 0.1]);
  const lines = [
    ...cutText(thinking, random).map((piece) => line(random, { response: '', thinking: piece, done: false })),
    ...cutText(text, random).map((response) => line(random, { response, done: false })),
    line(random, { response: '', done: true, done_reason: 'stop', context: [1, 2, 3], ...counts }),
  ];
  const said = { index: 0, text, reasoning: thinking, refusal: null, toolCalls: [], finishReason: 'stop' };
  const events = lines.map((payload): OddEvent => ({ name: null, payload: addStrangers(payload, random, extras) }));
  return { events, said: [said] };
}

const counts = {
  total_duration: 9,
  load_duration: 1,
  prompt_eval_count: 3,
  prompt_eval_duration: 2,
  eval_count: 4,
  eval_duration: 5,
};

function line(random: Seeded, fields: Fields): Fields {
  const at = `2026-01-02T03:04:05.${random.between(1, 999_999)}Z`;
  return { model: 'm', ...random.pick([{}, {}, { remote_model: 'r' }]), created_at: at, ...fields };
}
