/** Converse streams as AWS frames: every kind of block, some without a start, some in turns. */
import { encodeJsonEvent } from '../../../shared/stream/aws-event-stream-encoder.ts';
import type { Seeded } from '../seeded.ts';
import type { OddEvent } from './odd-framing.ts';
import type { OddStream } from './odd-stream.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

type Fields = { readonly [name: string]: unknown };

type Block = {
  readonly start: Fields | null;
  readonly deltas: readonly Fields[];
  readonly text?: string;
  readonly reasoning?: string;
  readonly call?: { readonly id: string; readonly name: string; readonly input: unknown };
};

const finishes = [
  ['end_turn', 'stop'],
  ['tool_use', 'tool-calls'],
  ['max_tokens', 'length'],
  ['guardrail_intervened', 'content-filter'],
  ['content_filtered', 'content-filter'],
] as const;

/** `messageStart` to `metadata`. */
export function oddConverseStream(random: Seeded): OddStream {
  const blocks = Array.from({ length: random.between(0, 4) }, () => random.pick(makers)(random));
  const [wire, finishReason] = random.pick(finishes);
  const usage = {
    inputTokens: 3,
    outputTokens: 4,
    totalTokens: 7,
    ...random.pick([{}, { cacheReadInputTokens: 0, cacheWriteInputTokens: 0 }]),
  };
  const all: readonly (readonly [string, Fields])[] = [
    ['messageStart', { role: 'assistant' }],
    ...blocks.flatMap(eventsOf),
    [
      'messageStop',
      { stopReason: wire, ...random.pick([{}, { additionalModelResponseFields: { stop_sequence: 'x' } }]) },
    ],
    [
      'metadata',
      {
        usage,
        metrics: { latencyMs: 5 },
        ...random.pick([{}, { trace: { guardrail: {} } }, { performanceConfig: { latency: 'standard' } }]),
      },
    ],
  ];
  const events = all.map(
    ([name, payload]): OddEvent => ({ name, payload: { ...payload, p: 'abcdefghij'.slice(0, random.between(1, 10)) } }),
  );
  const said = {
    index: 0,
    text: blocks.map((block) => block.text ?? '').join(''),
    reasoning: blocks.map((block) => block.reasoning ?? '').join(''),
    refusal: null,
    toolCalls: blocks.flatMap((block) => block.call ?? []),
    finishReason,
  };
  return { events, said: [said] };
}

/** The frames, with both checksums. */
export function writeFrames(events: readonly OddEvent[]): Uint8Array {
  return Buffer.concat(events.map(({ name, payload }) => encodeJsonEvent(name ?? '', payload as object)));
}

function eventsOf({ start, deltas }: Block, contentBlockIndex: number): readonly (readonly [string, Fields])[] {
  const begun = start === null ? [] : [['contentBlockStart', { contentBlockIndex, start }] as const];
  const pieces = deltas.map((delta) => ['contentBlockDelta', { contentBlockIndex, delta }] as const);
  return [...begun, ...pieces, ['contentBlockStop', { contentBlockIndex }]];
}

const makers: readonly ((random: Seeded) => Block)[] = [
  oddTextBlock,
  oddTextBlock,
  oddReasoning,
  oddTool,
  oddTool,
  oddRedacted,
];

function oddTextBlock(random: Seeded): Block {
  const text = oddText(random);
  const citation = {
    title: 'T',
    location: { web: { url: 'https://a.example', domain: 'a' } },
    sourceContent: [{ text: 'q' }],
  };
  const deltas = cutText(text, random).flatMap((piece): readonly Fields[] =>
    random.next() < 0.05 ? [{ text: piece }, { citation }] : [{ text: piece }],
  );
  return { start: random.pick([null, null, {}]), deltas, text };
}

function oddReasoning(random: Seeded): Block {
  const text = oddText(random);
  const deltas = cutText(text, random).map((piece) => ({ reasoningContent: { text: piece } }));
  const signed = random.next() < 0.7 ? [{ reasoningContent: { signature: oddId('s', random) } }] : [];
  return { start: null, deltas: [...deltas, ...signed], reasoning: text };
}

function oddRedacted(): Block {
  return {
    start: null,
    deltas: [{ reasoningContent: { redactedContent: 'QUJD' } }, { reasoningContent: { redactedContent: 'REVG' } }],
  };
}

function oddTool(random: Seeded): Block {
  const id = oddId('tooluse_', random);
  const input = random.pick<unknown>([{}, { a: oddText(random) }, { n: [1, { b: null }] }]);
  const pieces =
    JSON.stringify(input) === '{}' && random.next() < 0.5
      ? random.pick([[], ['']])
      : cutText(JSON.stringify(input), random);
  const start = { toolUse: { toolUseId: id, name: 'look', ...random.pick([{}, { type: 'server_tool_use' }]) } };
  return { start, deltas: pieces.map((piece) => ({ toolUse: { input: piece } })), call: { id, name: 'look', input } };
}
