/** Streams as providers send them, made up to any length: the shapes are those of recorded ones, the words are not. */
import type { WireFormat } from '../../shared/model/wire-format.ts';

const words = [
  'The',
  ' wire',
  ' is',
  ' sacred',
  ',',
  ' and',
  ' every',
  ' chunk',
  ' passes',
  ' un',
  'changed',
  '.',
  ' "',
  '\n',
  ' café',
];

const wordAt = (index: number): string => words[(index * 7) % words.length] as string;

/** Padding against traffic analysis: another one, and another length, with each event. */
const paddingAt = (index: number): string =>
  (index * 2654435761)
    .toString(36)
    .padStart(12, 'Zk3v9QwL1')
    .slice(index % 8);

function chatEvent(index: number): string {
  const content = JSON.stringify(wordAt(index));
  return `data: {"id":"chatcmpl-CyT8sVbZ0q3nM1xW7Jk2LhRfPdE4a","object":"chat.completion.chunk","created":1760000000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_560af6e559","choices":[{"index":0,"delta":{"content":${content}},"logprobs":null,"finish_reason":null}],"obfuscation":"${paddingAt(index)}"}\n\n`;
}

/** Arguments of a tool call, a few characters per event: what must not be joined or parsed on every one. */
function toolEvent(index: number): string {
  const text = JSON.stringify(index === 0 ? '{"lines":[0' : `,${index}`);
  const head = index === 0 ? '"id":"call_aF3k","type":"function",' : '';
  const name = index === 0 ? '"name":"write_file",' : '';
  return `data: {"id":"chatcmpl-CyT8sVbZ0q3nM1xW7Jk2LhRfPdE4a","object":"chat.completion.chunk","created":1760000000,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,${head}"function":{${name}"arguments":${text}}}]},"finish_reason":null}]}\n\n`;
}

function messageEvent(index: number): string {
  const text = JSON.stringify(wordAt(index));
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":${text}}${' '.repeat((index * 5) % 16)}}\n\n`;
}

function ollamaLine(index: number): string {
  const content = JSON.stringify(wordAt(index));
  return `{"model":"llama3.2","created_at":"2026-01-05T10:20:30.${100_000 + (index % 900_000)}Z","message":{"role":"assistant","content":${content}},"done":false}\n`;
}

const messageStart =
  'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":1}}}\n\n' +
  'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n';
const messageEnd =
  'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n' +
  'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}\n\n' +
  'event: message_stop\ndata: {"type":"message_stop"}\n\n';
const chatEnd = (word: string): string =>
  `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{},"finish_reason":"${word}"}]}\n\ndata: [DONE]\n\n`;

export type StreamKind = {
  readonly name: string;
  readonly format: WireFormat;
  readonly contentType: string;
  /** A whole body with this many events that bring content. */
  readonly body: (events: number) => string;
};

const sse = 'text/event-stream';
const many = (events: number, one: (index: number) => string): string =>
  Array.from({ length: events }, (_, index) => one(index)).join('');

export const streamKinds: readonly StreamKind[] = [
  {
    name: 'openai-chat text',
    format: 'openai-chat',
    contentType: sse,
    body: (events) => many(events, chatEvent) + chatEnd('stop'),
  },
  {
    name: 'openai-chat tool arguments',
    format: 'openai-chat',
    contentType: sse,
    body: (events) => many(events, toolEvent) + chatEnd('tool_calls'),
  },
  {
    name: 'anthropic-messages text',
    format: 'anthropic-messages',
    contentType: sse,
    body: (events) => messageStart + many(events, messageEvent) + messageEnd,
  },
  {
    name: 'ollama-chat text (NDJSON)',
    format: 'ollama-chat',
    contentType: 'application/x-ndjson',
    body: (events) =>
      many(events, ollamaLine) +
      '{"model":"llama3.2","created_at":"2026-01-05T10:20:30Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","eval_count":9}\n',
  },
];

/** The JSON texts of a body's events, for what JSON.parse alone costs. */
export function jsonTexts(body: string): readonly string[] {
  return body
    .split('\n')
    .map((line) => (line.startsWith('data: ') ? line.slice(6) : line))
    .filter((line) => line.startsWith('{'));
}
