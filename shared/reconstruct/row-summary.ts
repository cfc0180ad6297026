/** What an exchange did, in one line, for its row: the tool it called, the first words of the answer, the error. */
import type { Block, Completion } from '../model/completion.ts';
import type { ExchangeFailure, RowSummary } from '../model/exchange.ts';
import type { RequestMessage, RequestReading } from '../model/request-reading.ts';
import { mainArgument } from './main-argument.ts';

export type RowFacts = {
  readonly completion: Completion | null;
  readonly request: RequestReading | null;
  readonly failure: ExchangeFailure | null;
  readonly method: string;
  readonly path: string;
};

const maxRowTextLength = 160;

/**
 * The provider's error first, then what the model did: a tool call outranks the words before it, since that is what happens
 * next. Before any of it, a failure says what went wrong, or the request what was asked.
 */
export function summarizeRow(facts: RowFacts): RowSummary {
  const { completion, failure } = facts;
  if (completion?.error) return row('error', completion.error.type, completion.error.message);
  // A cut answer is still what the exchange did; that it was cut stands in the row's second line.
  const done = completion && summarizeCompletion(completion);
  if (done !== null) return done;
  return failure === null ? summarizeRequest(facts) : row('error', failure.kind, failure.message);
}

function summarizeCompletion(completion: Completion): RowSummary | null {
  const blocks = completion.choices.flatMap((choice) => choice.blocks);
  const toolCalls = blocks.filter((block) => block.kind === 'tool-call' && !block.isProviderExecuted);
  if (toolCalls.length > 0) return summarizeToolCalls(toolCalls);
  const refusal = firstWritten(blocks, 'refusal');
  if (refusal !== undefined) return row('refusal', null, refusal.text);
  const text = firstWritten(blocks, 'text');
  if (text !== undefined) return row('text', null, withoutMarkup(text.text));
  const serverTool = blocks.findLast((block) => block.kind === 'tool-call');
  if (serverTool !== undefined) return row('tool-call', serverTool.name ?? 'tool', mainArgument(serverTool.text));
  const reasoning = firstWritten(blocks, 'reasoning');
  if (reasoning !== undefined) return row('reasoning', null, reasoning.text);
  const other = blocks.at(-1);
  return other === undefined ? null : row('other', other.kind, other.name ?? other.mediaType ?? '');
}

/** Parallel calls follow the first one by name and argument, as far as a row can show them. */
function summarizeToolCalls(calls: readonly Block[]): RowSummary {
  const [first, ...others] = calls.slice(0, 8) as [Block, ...Block[]];
  const rest = others.map((call) => `${call.name ?? 'tool'} ${mainArgument(call.text)}`.trim());
  return row(
    'tool-call',
    first.name ?? 'tool',
    [mainArgument(first.text), ...rest].filter((text) => text !== '').join(', '),
  );
}

function firstWritten(blocks: readonly Block[], kind: Block['kind']): Block | undefined {
  return blocks.find((block) => block.kind === kind && /\S/.test(block.text.slice(0, 1000)));
}

function summarizeRequest(facts: RowFacts): RowSummary {
  const asked = facts.request?.messages.findLast((message) => message.role === 'user');
  const text = asked === undefined ? '' : messageText(asked);
  return row('request', null, text === '' ? `${facts.method} ${facts.path}` : text);
}

function messageText(message: RequestMessage): string {
  const texts = message.parts.map((part) => (part.kind === 'text' ? oneLine(part.text) : ''));
  return texts.find((text) => text !== '') ?? '';
}

function row(kind: RowSummary['kind'], label: string | null, text: string): RowSummary {
  return { kind, label: label === null ? null : shortened(label, 80), text: shortened(text, maxRowTextLength) };
}

/** Markdown's marks at the places where they are only marks: a row is plain words. */
function withoutMarkup(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/```\w*\n?/g, '')
    .replace(/(\*\*|__|`)(?=\S)(.*?\S)\1/g, '$2');
}

function shortened(text: string, limit: number): string {
  const line = oneLine(text);
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  // Never half a surrogate pair.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** White space folded; only as much of a long text is touched as can be shown. */
function oneLine(text: string): string {
  return text.slice(0, 2000).replace(/\s+/g, ' ').trim();
}
