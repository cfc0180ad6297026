/** Compares any two exchanges, whatever their formats: requests as conversations, answers as blocks, headers, figures. */
import { canonicalJson } from '../conversation/canonical-json.ts';
import { messageIdentity, partText } from '../conversation/exchange-pieces.ts';
import { prettyJson, prettyValue } from '../lib/pretty-json.ts';
import type { ComparedFigure, ComparedPart, ComparisonPart, ExchangeComparison } from '../model/comparison.ts';
import type { Completion } from '../model/completion.ts';
import type { ExchangeDetail, ExchangeSummary } from '../model/exchange.ts';
import type { HeaderList } from '../model/headers.ts';
import type { RequestMessage, RequestPart, RequestReading } from '../model/request-reading.ts';
import { costOf } from '../prices/cost.ts';
import type { PriceEntry } from '../prices/price-table.ts';
import { type ComparedItem, compareByName, compareInOrder } from './compared-items.ts';

/** One of the two. `reading` is null where the request is no conversation. */
export type ComparedExchange = {
  readonly detail: ExchangeDetail;
  readonly reading: RequestReading | null;
  readonly completion: Completion;
};

/** `prices`: what their tokens cost. */
export function compareExchanges(
  before: ComparedExchange,
  after: ComparedExchange,
  prices: readonly PriceEntry[],
): ExchangeComparison {
  const [old, now] = [before.detail, after.detail];
  const [oldTalk, newTalk] = [talkOf(before.reading), talkOf(after.reading)];
  const parts = [
    partOf('facts', compareByName(factItems(old), factItems(now))),
    partOf('system', compareInOrder(oldTalk.system, newTalk.system)),
    partOf('messages', compareInOrder(oldTalk.messages, newTalk.messages)),
    partOf('tools', compareByName(toolItems(before.reading), toolItems(after.reading))),
    partOf('parameters', compareByName(parameterItems(before.reading), parameterItems(after.reading))),
    partOf('completion', compareInOrder(blockItems(before.completion), blockItems(after.completion))),
    partOf(
      'request-headers',
      compareByName(headerItems(old.start.requestHeaders), headerItems(now.start.requestHeaders)),
    ),
    partOf(
      'response-headers',
      compareByName(headerItems(old.response?.headers ?? []), headerItems(now.response?.headers ?? [])),
    ),
  ];
  return {
    before: old.summary,
    after: now.summary,
    parts: parts.filter(({ entries }) => entries.length > 0),
    timing: timingOf(old.summary, now.summary),
    usage: usageOf(old.summary, now.summary, prices),
  };
}

function partOf(part: ComparisonPart, entries: ComparedPart['entries']): ComparedPart {
  return { part, entries, differenceCount: entries.filter(({ kind }) => kind !== 'same').length };
}

function talkOf(reading: RequestReading | null): {
  readonly system: readonly ComparedItem[];
  readonly messages: readonly ComparedItem[];
} {
  const all = reading?.messages ?? [];
  const first = all.findIndex(({ role }) => role !== 'system');
  const systemCount = first < 0 ? all.length : first;
  return { system: all.slice(0, systemCount).map(messageItem), messages: all.slice(systemCount).map(messageItem) };
}

function messageItem(message: RequestMessage): ComparedItem {
  const { role, name, parts, path } = message;
  const text = parts.map(readablePart).join('\n\n');
  return { name: name === null ? role : `${role} ${name}`, identity: messageIdentity(message), text, path };
}

/** Calls with their arguments over several lines, so that a change in them stands at its place. */
function readablePart(part: RequestPart): string {
  if (part.kind !== 'tool-call') return partText(part);
  return `${part.name}\n${readableJson(part.input)}`;
}

function toolItems(reading: RequestReading | null): readonly ComparedItem[] {
  return (reading?.tools ?? []).map(({ name, description, schema, path }) => {
    const text = [description ?? '', schema === null ? '' : JSON.stringify(schema, null, 2)]
      .filter(Boolean)
      .join('\n\n');
    return { name, identity: `${description}\n${canonicalJson(schema)}`, text, path };
  });
}

function parameterItems(reading: RequestReading | null): readonly ComparedItem[] {
  return (reading?.parameters ?? []).map(({ name, value }) => {
    return { name, identity: canonicalJson(value), text: readableJson(value), path: name };
  });
}

function blockItems({ choices }: Completion): readonly ComparedItem[] {
  return choices.flatMap(({ index, blocks }) =>
    blocks.map(({ kind, name, text, native }) => {
      const isMedia = kind === 'image' || kind === 'audio';
      const words = isMedia
        ? `${text.length} characters of base64`
        : text || (native === null ? '' : readableJson(native));
      const said = kind === 'tool-call' ? readableJson(words) : words;
      const title = [kind, name, choices.length > 1 ? `(choice ${index})` : null].filter(Boolean).join(' ');
      return { name: title, identity: canonicalJson([title, isMedia ? text : said]), text: said, path: null };
    }),
  );
}

/** Secrets are fingerprints here, as everywhere. */
function headerItems(headers: HeaderList): readonly ComparedItem[] {
  return headers.map(({ name, value }) => ({ name, identity: value, text: value, path: null }));
}

function factItems({ summary, response }: ExchangeDetail): readonly ComparedItem[] {
  const { failure, providerError } = summary;
  const facts: readonly (readonly [string, string | number | null | undefined])[] = [
    ['request', `${summary.method} ${summary.target}`],
    ['model', summary.model],
    ['format', summary.format],
    ['upstream', [summary.upstream, summary.endpoint].filter(Boolean).join(', ')],
    ['program', summary.client.program],
    ['status', response?.status],
    ['end', summary.end],
    ['finish reason', summary.finishReason],
    ['error', providerError?.message ?? failure?.message],
  ];
  return facts.flatMap(([name, value]) => {
    if (value === null || value === undefined || value === '') return [];
    return [{ name, identity: String(value), text: String(value), path: null }];
  });
}

function timingOf(before: ExchangeSummary, after: ExchangeSummary): readonly ComparedFigure[] {
  const since = (at: 'firstByteAt' | 'firstTokenAt' | 'endedAt') => (summary: ExchangeSummary) => {
    const moment = summary[at];
    return moment === null ? null : moment - summary.startedAt;
  };
  return figures(before, after, [
    ['first byte', 'ms', since('firstByteAt')],
    ['first token', 'ms', since('firstTokenAt')],
    ['total', 'ms', since('endedAt')],
    ['tokens per second', 'per-second', ({ tokensPerSecond }) => tokensPerSecond],
    ['request', 'bytes', ({ requestBytes }) => requestBytes],
    ['response', 'bytes', ({ responseBytes }) => responseBytes],
  ]);
}

function usageOf(
  before: ExchangeSummary,
  after: ExchangeSummary,
  prices: readonly PriceEntry[],
): readonly ComparedFigure[] {
  return figures(before, after, [
    ['input', 'tokens', ({ usage }) => usage.inputTokens],
    ['cache read', 'tokens', ({ usage }) => usage.cacheReadTokens],
    ['cache write', 'tokens', ({ usage }) => usage.cacheWriteTokens],
    ['output', 'tokens', ({ usage }) => usage.outputTokens],
    ['reasoning', 'tokens', ({ usage }) => usage.reasoningTokens],
    ['cost', 'usd', ({ model, usage }) => costOf(model, usage, prices)?.totalUsd ?? null],
  ]);
}

type FigureRow = readonly [
  name: string,
  unit: ComparedFigure['unit'],
  read: (summary: ExchangeSummary) => number | null,
];

/** Figures that neither has are left out. */
function figures(
  before: ExchangeSummary,
  after: ExchangeSummary,
  rows: readonly FigureRow[],
): readonly ComparedFigure[] {
  return rows
    .map(([name, unit, read]) => ({ name, unit, before: read(before), after: read(after) }))
    .filter((figure) => figure.before !== null || figure.after !== null);
}

/** JSON, or a text of JSON, over several lines; any other text as it stands. */
function readableJson(value: unknown): string {
  return typeof value === 'string' ? (prettyJson(value) ?? value) : prettyValue(value);
}
