/** Anthropic message streams with every kind of block, some of them open at the same time, whole or cut. */
import type { Seeded } from '../seeded.ts';
import { interleave } from './interleave.ts';
import type { OddEvent } from './odd-framing.ts';
import { addStrangers } from './odd-json.ts';
import type { OddStream } from './odd-stream.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

type Fields = { readonly [name: string]: unknown };

type Block = {
  readonly start: Fields;
  readonly deltas: readonly Fields[];
  readonly text?: string;
  readonly reasoning?: string;
  readonly call?: { readonly id: string; readonly name: string; readonly input: unknown };
};

const stops = [
  ['end_turn', 'stop'],
  ['max_tokens', 'length'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'tool-calls'],
  ['pause_turn', 'pause'],
  ['refusal', 'refusal'],
] as const;

/** A whole message, `message_stop` and all. */
export function oddMessageStream(random: Seeded): OddStream {
  const blocks = Array.from({ length: random.between(0, 5) }, () => random.pick(makers)(random));
  const lists = blocks.map((block, index) => eventsOf(block, index));
  const isParallel = random.next() < 0.15;
  const middle = isParallel
    ? [
        ...lists.flatMap((list) => list.slice(0, 1)),
        ...interleave(
          lists.map((list) => list.slice(1)),
          random,
        ),
      ]
    : lists.flat();
  const usage = {
    input_tokens: 5,
    output_tokens: 1,
    ...random.pick([
      {},
      {
        cache_read_input_tokens: 2,
        cache_creation_input_tokens: 3,
        cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 0 },
      },
      { cache_read_input_tokens: null, service_tier: 'standard', inference_geo: null },
    ]),
  };
  const message = {
    id: oddId('msg_', random),
    type: 'message',
    role: 'assistant',
    model: 'm-1',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
    ...random.pick([{}, { container: null, context_management: null }, { stop_details: null }]),
  };
  const [wire, finishReason] = random.pick(stops);
  const delta = {
    stop_reason: wire,
    stop_sequence: wire === 'stop_sequence' ? 'END' : null,
    ...random.pick([
      {},
      { stop_details: null },
      { stop_details: { type: 'refusal', category: 'cyber', explanation: 'no' } },
      { container: { id: 'c', expires_at: 'x' } },
      { container: null },
    ]),
  };
  const last = {
    type: 'message_delta',
    delta,
    usage: {
      output_tokens: random.between(1, 90),
      ...random.pick([
        {},
        { input_tokens: 7 },
        { input_tokens: null, cache_read_input_tokens: 4 },
        { server_tool_use: { web_search_requests: 1 } },
        { iterations: [{ type: 'message', input_tokens: 1 }], output_tokens_details: { thinking_tokens: 3 } },
      ]),
    },
    ...random.pick([{}, { context_management: { applied_edits: [] } }, { context_management: null }]),
  };
  const all: Fields[] = [{ type: 'message_start', message }, ...middle, last, { type: 'message_stop' }];
  for (let count = random.pick([0, 1, 3]); count > 0; count -= 1)
    all.splice(random.between(1, all.length - 1), 0, { type: 'ping' });
  const extras = random.pick([0, 0, 0.1]);
  const events = all.map(
    (event): OddEvent => ({ name: String(event.type), payload: addStrangers(event, random, extras) }),
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

function eventsOf({ start, deltas }: Block, index: number): readonly Fields[] {
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

const makers: readonly ((random: Seeded) => Block)[] = [
  oddTextBlock,
  oddTextBlock,
  oddThinking,
  oddToolUse,
  oddToolUse,
  oddServerTool,
  oddResult,
  oddOther,
];

function oddTextBlock(random: Seeded): Block {
  const text = oddText(random);
  const isCited = random.next() < 0.3;
  const deltas = cutText(text, random).flatMap((piece): readonly Fields[] => {
    const spoken = { type: 'text_delta', text: piece };
    return isCited && random.next() < 0.2
      ? [{ type: 'citations_delta', citation: random.pick(citations) }, spoken]
      : [spoken];
  });
  return {
    start: { type: 'text', text: '', ...random.pick([{}, { citations: null }, isCited ? { citations: [] } : {}]) },
    deltas,
    text,
  };
}

const citations = [
  {
    type: 'char_location',
    cited_text: 'a',
    document_index: 0,
    document_title: 'D',
    start_char_index: 0,
    end_char_index: 1,
    file_id: null,
  },
  {
    type: 'page_location',
    cited_text: 'b',
    document_index: 0,
    document_title: null,
    start_page_number: 1,
    end_page_number: 2,
  },
  {
    type: 'content_block_location',
    cited_text: 'c',
    document_index: 1,
    document_title: 'E',
    start_block_index: 0,
    end_block_index: 1,
  },
  { type: 'web_search_result_location', cited_text: 'd', url: 'https://a.example', title: 'A', encrypted_index: 'ee' },
  {
    type: 'search_result_location',
    cited_text: 'e',
    source: 's',
    title: 'S',
    search_result_index: 0,
    start_block_index: 0,
    end_block_index: 0,
  },
] as const;

function oddThinking(random: Seeded): Block {
  if (random.next() < 0.2) return { start: { type: 'redacted_thinking', data: 'AAAA' }, deltas: [] };
  const thinking = random.next() < 0.2 ? '' : oddText(random);
  const deltas = cutText(thinking, random).map(
    (piece): Fields => ({ type: 'thinking_delta', thinking: piece, ...random.pick([{}, {}, { estimated_tokens: 3 }]) }),
  );
  const signed = random.next() < 0.8 ? [{ type: 'signature_delta', signature: oddId('sig', random) }] : [];
  return {
    start: { type: 'thinking', thinking: '', ...random.pick([{}, { signature: '' }]) },
    deltas: [...deltas, ...signed],
    reasoning: thinking,
  };
}

function oddToolUse(random: Seeded): Block {
  const id = oddId('toolu_', random);
  const input = random.pick<unknown>([
    {},
    { a: oddText(random), n: [1.5, null, { x: true }] },
    { path: oddText(random) },
  ]);
  const name = random.pick(['look', 'Edit']);
  const start = { type: 'tool_use', id, name, input: {}, ...random.pick([{}, { caller: { type: 'direct' } }]) };
  if (JSON.stringify(input) === '{}' && random.next() < 0.5)
    return {
      start,
      deltas: random.pick([[], [{ type: 'input_json_delta', partial_json: '' }]]),
      call: { id, name, input },
    };
  if (random.next() < 0.1) return { start: { ...start, input }, deltas: [], call: { id, name, input } };
  const text = JSON.stringify(input, null, random.pick([0, 2]));
  return {
    start,
    deltas: ['', ...cutText(text, random)].map((partial_json) => ({ type: 'input_json_delta', partial_json })),
    call: { id, name, input },
  };
}

function oddServerTool(random: Seeded): Block {
  const type = random.pick(['server_tool_use', 'mcp_tool_use']);
  const id = oddId('srvtoolu_', random);
  const name = random.pick(['web_search', 'code_execution', 'web_fetch']);
  const input = { query: oddText(random) };
  const start = { type, id, name, input: {}, ...(type === 'mcp_tool_use' ? { server_name: 's' } : {}) };
  return {
    start,
    deltas: cutText(JSON.stringify(input), random).map((partial_json) => ({ type: 'input_json_delta', partial_json })),
    call: { id, name, input },
  };
}

function oddResult(random: Seeded): Block {
  const type = random.pick([
    'web_search_tool_result',
    'web_fetch_tool_result',
    'code_execution_tool_result',
    'bash_code_execution_tool_result',
    'text_editor_code_execution_tool_result',
    'tool_search_tool_result',
    'advisor_tool_result',
    'mcp_tool_result',
  ]);
  const content = random.pick<unknown>([
    [{ type: 'web_search_result', url: 'u', title: 't', encrypted_content: 'x', page_age: null }],
    { type: 'web_search_tool_result_error', error_code: 'unavailable' },
    { type: 'code_execution_result', stdout: 'x', stderr: '', return_code: 0, content: [] },
    [],
  ]);
  return {
    start: {
      type,
      tool_use_id: oddId('srvtoolu_', random),
      content,
      ...(type === 'mcp_tool_result' ? { is_error: false } : {}),
    },
    deltas: [],
  };
}

function oddOther(random: Seeded): Block {
  const kind = random.between(0, 3);
  if (kind === 0)
    return {
      start: { type: 'compaction', content: null },
      deltas: [
        {
          type: 'compaction_delta',
          content: random.pick([oddText(random), null]),
          ...random.pick([{}, { encrypted_content: 'EE' }]),
        },
      ],
    };
  if (kind === 1) return { start: { type: 'fallback', from: { model: 'm-1' }, to: { model: 'm-2' } }, deltas: [] };
  if (kind === 2) return { start: { type: 'container_upload', file_id: 'f' }, deltas: [] };
  return { start: { type: 'mcp_tool_listing', server_name: 's', tools: [{ name: 'a' }] }, deltas: [] };
}
