/** One exchange as one line of text, in columns: for people who watch `serve` or read `list`. */
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { printable } from './safe-text.ts';

/** `14:32:31  200  claude  anthropic  claude-x  1.17  9.82s  31422 > 361  Edit src/retry.ts`; what is unknown is a dash. */
export function exchangeLine(summary: ExchangeSummary): string {
  const columns = [
    clock(summary.startedAt),
    pad(outcome(summary), 11),
    pad(summary.client.program ?? '-', 14),
    pad(summary.upstream ?? '-', 10),
    pad(summary.model ?? '-', 24),
    secondsSince(summary.startedAt, summary.firstTokenAt).padStart(6),
    secondsSince(summary.startedAt, summary.endedAt).padStart(7),
    tokens(summary).padStart(14),
    rowText(summary),
  ];
  return columns.join('  ').trimEnd();
}

/** Heads of the columns of `exchangeLine`. */
export const exchangeLineHead = [
  pad('time', 8),
  pad('status', 11),
  pad('client', 14),
  pad('upstream', 10),
  pad('model', 24),
  ' ttft s',
  ' total s',
  'tokens in/out'.padStart(12),
  'what it did',
].join('  ');

function clock(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** The status, unless the end says more. */
function outcome(summary: ExchangeSummary): string {
  const { end, status } = summary;
  if (end === 'truncated') return 'truncated';
  if (end === 'client-aborted') return 'aborted';
  if (end === 'interrupted') return 'interrupted';
  if (end === null) return 'running';
  return status === null ? end : String(status);
}

/** An estimate is marked with `~`. */
function tokens({ usage, estimatedOutputTokens }: ExchangeSummary): string {
  const estimate = estimatedOutputTokens ? `~${estimatedOutputTokens}` : null;
  const output = usage.outputTokens ?? estimate;
  if (usage.inputTokens === null && output === null) return '-';
  return `${usage.inputTokens ?? '-'} > ${output ?? '-'}`;
}

function rowText(summary: ExchangeSummary): string {
  const { row, failure } = summary;
  const words =
    [row.label, row.text].filter(Boolean).join(' ') || failure?.message || `${summary.method} ${summary.path}`;
  return printable(words).slice(0, 100);
}

function secondsSince(from: number, to: number | null): string {
  return to === null ? '-' : `${((to - from) / 1000).toFixed(2)}s`;
}

function pad(text: string, width: number): string {
  const plain = printable(text);
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain.padEnd(width);
}
