/** What a row of one line says in each of its columns, and the figures that rows of two lines share. Paints one summary. */
import { createContext, useContext } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { SearchHit } from '../../../shared/model/search.ts';
import { costOf } from '../../../shared/prices/cost.ts';
import { isTunnel } from '../../../shared/reconstruct/is-tunnel.ts';
import {
  formatBytes,
  formatClock,
  formatCost,
  formatRate,
  formatSeconds,
  formatTokens,
  shortModel,
} from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { columnFacts, type ListColumn } from '../../store/list-columns.ts';
import { selectPrices } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { Lane } from './Lane.tsx';
import styles from './ListRow.module.css';
import { MarkSigns } from './MarkSigns.tsx';
import { activityRole, connectWords, exceptionWords, liveState, rowGlyph } from './row-words.ts';

/** Of a row that nobody sees the clock stands still. */
export const InSight = createContext(true);

/** What the exchange did, or why it was found. */
export function Did({ summary }: { readonly summary: ExchangeSummary }) {
  const hit = useStore((state) => state.snippets.get(summary.id));
  if (hit !== undefined && !saysItself(summary, hit)) return <Found hit={hit} />;
  if (summary.method === 'CONNECT') {
    return (
      <span className={`${styles.did} cut`} data-kind={isTunnel(summary) ? 'request' : 'error'}>
        <code>{summary.path.replace(/:443$/, '')}</code>
        {!isTunnel(summary) && ` ${connectWords(summary)}`}
      </span>
    );
  }
  const { row } = summary;
  const words = row.text || (row.label ? '' : `${summary.method} ${summary.path}`);
  const isCode = row.kind === 'tool-call' && row.label;
  return (
    <span className={`${styles.did} cut`} data-kind={row.kind}>
      {isCode && <code>{row.label}</code>}
      {isCode ? ` ${words}` : words || row.label}
    </span>
  );
}

/** The row's own words hold what was found. */
function saysItself({ row }: ExchangeSummary, { snippet }: SearchHit): boolean {
  return `${row.label ?? ''} ${row.text}`.toLowerCase().includes(snippet.match.toLowerCase());
}

/** Why the row was found, in place of what it did. */
function Found({ hit }: { readonly hit: SearchHit }) {
  const { before, match, after } = hit.snippet;
  return (
    <span className={`${styles.did} cut`} data-kind="found" title={`${hit.label}: ${before}${match}${after}`}>
      <span className="faint">{hit.label.replace(/^(request|response) /, '')}</span>{' '}
      {before.length > 10 ? `…${before.slice(-8).trimStart()}` : before}
      <mark>{match}</mark>
      {after}
    </span>
  );
}

type OneLineProps = { readonly summary: ExchangeSummary; readonly columns: readonly ListColumn[] };

/** The cells of a row, in the order of the columns. */
export function OneLine({ summary, columns }: OneLineProps) {
  return (
    <div className={styles.line}>
      {columns.map((column) => (
        <Cell key={column} column={column} summary={summary} />
      ))}
    </div>
  );
}

function Cell({ column, summary }: { readonly column: ListColumn; readonly summary: ExchangeSummary }) {
  if (column === 'summary') {
    return (
      <>
        <Did summary={summary} />
        <MarkSigns id={summary.id} />
      </>
    );
  }
  const kind = column === 'waterfall' ? styles.waterfall : columnFacts[column].isNumber ? styles.number : styles.words;
  return (
    <span
      data-cell={column}
      className={`${kind} ${column === 'out' ? styles.strong : ''} ${cellTone(column, summary)}`}
      style={{ width: `var(--w-${column})` }}
    >
      <CellContent column={column} summary={summary} />
    </span>
  );
}

function cellTone(column: ListColumn, summary: ExchangeSummary): string {
  if (column !== 'status') return '';
  const tone = summary.phase === 'ended' ? rowGlyph(summary)?.tone : activityRole(summary.activity);
  return `${styles.exception} ${tone ?? ''}`;
}

type CellProps = { readonly column: Exclude<ListColumn, 'summary'>; readonly summary: ExchangeSummary };

function CellContent({ column, summary }: CellProps) {
  switch (column) {
    case 'time':
      return formatClock(summary.startedAt);
    case 'model':
      return summary.model ? shortModel(summary.model) : '';
    case 'status':
      return summary.phase === 'ended' ? (exceptionWords(summary) ?? summary.status ?? '') : liveState(summary);
    case 'in':
      return formatTokens(summary.usage.inputTokens);
    case 'out':
      return outputOf(summary);
    case 'cached':
      return formatTokens(summary.usage.cacheReadTokens);
    case 'cost':
      return <CostOf summary={summary} />;
    case 'ttft':
      return formatSeconds(timeToFirstToken(summary));
    case 'rate':
      return rateOf(summary);
    case 'total':
      return <Total summary={summary} />;
    case 'size':
      return formatBytes(summary.responseBytes);
    case 'upstream':
      return [summary.upstream, summary.endpoint].filter(Boolean).join('/');
    case 'program':
      return summary.client.program ?? '';
    case 'waterfall':
      return <Lane summary={summary} isColumn />;
  }
}

function CostOf({ summary: { model, usage } }: { readonly summary: ExchangeSummary }) {
  const prices = useStore(selectPrices);
  return <>{formatCost(costOf(model, usage, prices)?.totalUsd ?? null)}</>;
}

/** Seconds from start to end, or up to now. */
export function Total({ summary }: { readonly summary: ExchangeSummary }) {
  const isLive = summary.phase !== 'ended';
  const now = useNow(useContext(InSight) && isLive);
  return <>{formatSeconds((isLive ? now : (summary.endedAt ?? summary.startedAt)) - summary.startedAt)}</>;
}

/** Tokens out: as reported, else `~` and our estimate. */
export function outputOf(summary: ExchangeSummary): string {
  const reported = summary.usage.outputTokens;
  if (reported !== null && summary.phase === 'ended') return formatTokens(reported);
  // Some providers report a first count of 1 at the start of a stream: while it runs, the larger estimate is nearer.
  const estimate = summary.estimatedOutputTokens ?? estimateFromRate(summary);
  if (estimate !== null && estimate > (reported ?? 0)) return `~${formatTokens(estimate)}`;
  return formatTokens(reported);
}

function estimateFromRate({ tokensPerSecond, firstTokenAt, lastByteAt }: ExchangeSummary): number | null {
  if (tokensPerSecond === null || firstTokenAt === null || lastByteAt === null) return null;
  return Math.round((tokensPerSecond * (lastByteAt - firstTokenAt)) / 1_000);
}

/** Ms; null before the first token. */
export function timeToFirstToken(summary: ExchangeSummary): number | null {
  return summary.firstTokenAt === null ? null : summary.firstTokenAt - summary.startedAt;
}

/** Tokens per second. */
export function rateOf(summary: ExchangeSummary): string {
  return formatRate(summary.tokensPerSecond);
}
