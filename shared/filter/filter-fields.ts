/** The fields of the filter language: names, what kind of value each takes, and what it reads of a summary. */
import type { ExchangeSummary } from '../model/exchange.ts';
import { hasSomething, hasState, stateNames, thingNames } from './exchange-states.ts';
import { hostOf, outputTokens, providerOf, since, toolText, totalTokens } from './summary-readings.ts';

/** A field is read as text, compared as a figure, or is one of a few words. */
export type FilterField = {
  /** Said in the completion list. */
  readonly help: string;
  /** A value that shows how it is written. */
  readonly example: string;
} & FieldReading;

type FieldReading =
  | { readonly kind: 'text'; readonly read: (summary: ExchangeSummary) => string | null }
  | {
      readonly kind: 'count' | 'duration' | 'size' | 'status';
      readonly read: (summary: ExchangeSummary) => number | null;
    }
  /** Read by the matcher itself, which knows prices and the time. */
  | { readonly kind: 'cost' | 'age' | 'before' | 'after' }
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly holds: (summary: ExchangeSummary, word: string) => boolean;
    };

const fields = {
  model: text('the model, as answered or as asked', 'claude*', (summary) => summary.model),
  status: figure('status', 'the HTTP status', '>=400', (summary) => summary.status),
  is: words('how it went', 'aborted', stateNames, hasState),
  has: words('what it has', 'usage', thingNames, hasSomething),
  tool: text('a tool that was called, or its main argument', 'bash', toolText),
  upstream: text('the upstream that answered', 'ollama', (summary) => summary.upstream),
  endpoint: text('the endpoint of the upstream', 'local', (summary) => summary.endpoint),
  provider: text('whose API it is', 'anthropic', providerOf),
  format: text('the wire format', 'openai-chat', (summary) => summary.format),
  program: text('the program that called', 'claude', ({ client }) =>
    [client.program, client.run, client.process?.command, client.process?.agent, client.userAgent]
      .filter(Boolean)
      .join(' '),
  ),
  pid: figure('count', 'the process that called', '4121', (summary) => summary.client.pid),
  path: text('path and query', '/v1/messages', (summary) => summary.target),
  method: text('the HTTP method', 'POST', (summary) => summary.method),
  host: text('the host that was asked', 'api.openai.com', hostOf),
  error: text('the error, of the provider or ours', 'rate_limit*', errorText),
  finish: text('why the model stopped', 'max_tokens', (summary) => summary.finishReason),
  import: text('the file it was imported from, or the program that wrote it', '*.har', ({ imported }) =>
    imported === undefined ? null : [imported.file, imported.creator].filter(Boolean).join(' '),
  ),
  id: text('the exchange’s id', '0mf', (summary) => summary.id),
  ttft: figure('duration', 'time to the first token', '>2s', ({ startedAt, firstTokenAt }) =>
    since(startedAt, firstTokenAt),
  ),
  duration: figure('duration', 'from the request to the end', '>30s', ({ startedAt, endedAt }) =>
    since(startedAt, endedAt),
  ),
  tokens: figure('count', 'tokens in and out', '>10k', totalTokens),
  in: figure('count', 'tokens read by the model', '>100k', ({ usage }) => usage.inputTokens),
  out: figure('count', 'tokens written by the model', '<50', outputTokens),
  cached: figure('count', 'tokens read from the cache', '>1k', ({ usage }) => usage.cacheReadTokens),
  reasoning: figure('count', 'tokens of reasoning', '>500', ({ usage }) => usage.reasoningTokens),
  rate: figure('count', 'tokens per second', '<20', (summary) => summary.tokensPerSecond),
  events: figure('count', 'events of the stream', '>1000', (summary) => summary.eventTally.total),
  size: figure('size', 'bytes of the response', '>1MB', (summary) => summary.responseBytes),
  sent: figure('size', 'bytes of the request', '>100KB', (summary) => summary.requestBytes),
  cost: { kind: 'cost', help: 'what it cost in US dollars, where the price is known', example: '>0.05' },
  age: { kind: 'age', help: 'how long ago it began', example: '<1h' },
  before: { kind: 'before', help: 'began before a day or time', example: 'today' },
  after: { kind: 'after', help: 'began at or after a day or time', example: '14:30' },
} as const satisfies Readonly<Record<string, FilterField>>;

export type FilterFieldName = keyof typeof fields;

/** Every field, in the order in which they are offered. */
export const filterFields: Readonly<Record<FilterFieldName, FilterField>> = fields;

/** The names alone. */
export const filterFieldNames = Object.keys(fields) as readonly FilterFieldName[];

const aliases: Readonly<Record<string, FilterFieldName>> = {
  client: 'program',
  total: 'duration',
  since: 'after',
  until: 'before',
  url: 'path',
};

/** The field that a written name means; null when there is none. */
export function fieldNamed(name: string): FilterFieldName | null {
  const lower = name.toLowerCase();
  return Object.hasOwn(fields, lower) ? (lower as FilterFieldName) : (aliases[lower] ?? null);
}

function text(help: string, example: string, read: (summary: ExchangeSummary) => string | null) {
  return { kind: 'text', help, example, read } as const;
}

function figure<Kind extends 'count' | 'duration' | 'size' | 'status'>(
  kind: Kind,
  help: string,
  example: string,
  read: (summary: ExchangeSummary) => number | null,
) {
  return { kind, help, example, read } as const;
}

function words(
  help: string,
  example: string,
  list: readonly string[],
  holds: (summary: ExchangeSummary, word: string) => boolean,
) {
  return { kind: 'words', help, example, words: list, holds } as const;
}

function errorText({ providerError, failure }: ExchangeSummary): string | null {
  const parts = [providerError?.type, providerError?.message, failure?.kind, failure?.message];
  const known = parts.filter((part) => part !== null && part !== undefined);
  return known.length === 0 ? null : known.join(' ');
}
