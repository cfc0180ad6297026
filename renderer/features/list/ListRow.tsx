/** One exchange in the list: what it did first, then when, who and how fast; its lane below. Paints one summary, no more. */
import { memo } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { SearchHit } from '../../../shared/model/search.ts';
import { isTunnel } from '../../../shared/reconstruct/is-tunnel.ts';
import { breatheTogether } from '../../lib/breathe-together.ts';
import { formatBytes, formatClock, formatRate, formatSeconds, formatTokens, shortModel } from '../../lib/format.ts';
import { importWords } from '../../lib/import-words.ts';
import { useNow } from '../../lib/use-now.ts';
import type { ListColumn } from '../../store/list-preferences.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { attemptWords } from '../exchange/rate-words.ts';
import { Lane } from './Lane.tsx';
import styles from './ListRow.module.css';
import { MarkSigns } from './MarkSigns.tsx';
import { activityRole, connectWords, exceptionWords, liveWords, rowGlyph, rowLabel } from './row-words.ts';

type ListRowProps = {
  readonly summary: ExchangeSummary;
  readonly isSelected: boolean;
  /** One-line rows show these columns; null: two lines. */
  readonly columns: readonly ListColumn[] | null;
  readonly onPick: (id: string, event: { readonly shiftKey: boolean; readonly isAdding: boolean }) => void;
};

/** Id of the row's element, for `aria-activedescendant`. */
export function rowElementId(id: string): string {
  return `exchange-${id}`;
}

/** An option of the list. */
export const ListRow = memo(function ListRow({ summary, isSelected, columns, onPick }: ListRowProps) {
  return (
    <div
      id={rowElementId(summary.id)}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-label={rowLabel(summary)}
      data-phase={summary.phase}
      data-end={summary.end ?? undefined}
      className={`${styles.row} ${columns ? styles.one : styles.two} ${isSelected ? styles.selected : ''}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        onPick(summary.id, { shiftKey: event.shiftKey, isAdding: event.ctrlKey || event.metaKey });
      }}
    >
      <Glyph summary={summary} />
      {columns ? <OneLine summary={summary} columns={columns} /> : <TwoLines summary={summary} />}
      <Lane summary={summary} />
    </div>
  );
});

function Glyph({ summary }: { readonly summary: ExchangeSummary }) {
  const isSubAgent = useStore((state) => state.links.get(summary.id)?.kind === 'sub-agent');
  const isConnection = summary.isWebSocket && summary.turnOf === undefined;
  if (summary.phase !== 'ended' && !isConnection && !isTunnel(summary)) {
    return (
      <span className={`${styles.glyph} ${activityRole(summary.activity)}`} title={liveWords(summary)}>
        <i ref={breatheTogether} className={styles.live} />
      </span>
    );
  }
  const glyph = rowGlyph(summary);
  if (glyph === null && isSubAgent) {
    return (
      <span className={styles.glyph} title="sub-agent">
        <Icon name="hook" />
      </span>
    );
  }
  return (
    <span className={`${styles.glyph} ${glyph?.tone ?? ''}`} title={glyph?.label}>
      {glyph && <Icon name={glyph.icon} />}
    </span>
  );
}

function Did({ summary }: { readonly summary: ExchangeSummary }) {
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
      <span className="faint">{hit.label}</span> {before.length > 14 ? `…${before.slice(-12).trimStart()}` : before}
      <mark>{match}</mark>
      {after}
    </span>
  );
}

function TwoLines({ summary }: { readonly summary: ExchangeSummary }) {
  const exception = exceptionWords(summary);
  const words = useStore((state) => attemptWords(summary.id, state.links.get(summary.id)?.attempts));
  // Of several attempts the place comes first: they all name the same model.
  const model = summary.model && <span className="cut">{shortModel(summary.model)}</span>;
  return (
    <>
      <div className={styles.line}>
        <Did summary={summary} />
        <MarkSigns id={summary.id} />
        <span className={styles.tokens}>
          {summary.method === 'CONNECT' ? <Carried summary={summary} /> : <Tokens summary={summary} />}
          <b className={styles.narrowTotal}>
            <Total summary={summary} />
          </b>
        </span>
      </div>
      <div className={`${styles.line} ${styles.second}`}>
        <span className={styles.facts}>
          <span>{formatClock(summary.startedAt)}</span>
          {words === null && model}
          {exception && <span className={`${styles.exception} ${rowGlyph(summary)?.tone ?? ''}`}>{exception}</span>}
          <AttemptPlace words={words} />
          {words !== null && model}
          {summary.imported && <span title={importWords(summary.imported)}>imported</span>}
          {isTunnel(summary) && <span>tunnel, unread</span>}
          {summary.isWebSocket && <span>{summary.turnOf ? `turn ${summary.turnOf.number}` : 'socket'}</span>}
          {summary.upstream && (
            <span className="cut">
              {summary.upstream}
              {summary.endpoint && `/${summary.endpoint}`}
            </span>
          )}
        </span>
        <span className={styles.figures}>
          <span>{formatSeconds(timeToFirstToken(summary))}</span>
          <span>{rateOf(summary)}</span>
          <span>
            <Total summary={summary} />
          </span>
        </span>
      </div>
    </>
  );
}

/** `2 of 3 +1.2 s`: what fits; in words in its title. */
function AttemptPlace({ words }: { readonly words: string | null }) {
  return words === null ? null : <span title={words}>{words.replace('attempt ', '').replace(', waited ', ' +')}</span>;
}

function Carried({ summary }: { readonly summary: ExchangeSummary }) {
  return isTunnel(summary) ? <b>{formatBytes(summary.responseBytes)}</b> : null;
}

function Tokens({ summary }: { readonly summary: ExchangeSummary }) {
  return (
    <>
      <b className={styles.input}>{formatTokens(summary.usage.inputTokens)}</b>
      <span className={styles.input}>
        <Icon name="arrow" size={10} />
      </span>
      <b>{outputOf(summary)}</b>
    </>
  );
}

function OneLine({ summary, columns }: { readonly summary: ExchangeSummary; readonly columns: readonly ListColumn[] }) {
  return (
    <div className={styles.line}>
      {columns.map((column) => (
        <Cell key={column} column={column} summary={summary} />
      ))}
    </div>
  );
}

function Cell({ column, summary }: { readonly column: ListColumn; readonly summary: ExchangeSummary }) {
  switch (column) {
    case 'summary':
      return (
        <>
          <Did summary={summary} />
          <MarkSigns id={summary.id} />
        </>
      );
    case 'time':
      return <span className={styles.time}>{formatClock(summary.startedAt)}</span>;
    case 'model':
      return <span className={`${styles.model} cut`}>{summary.model ? shortModel(summary.model) : ''}</span>;
    case 'status':
      return (
        <span className={`${styles.status} ${styles.exception} ${rowGlyph(summary)?.tone ?? ''}`}>
          {exceptionWords(summary) ?? summary.status ?? ''}
        </span>
      );
    case 'in':
      return <span className={styles.number}>{formatTokens(summary.usage.inputTokens)}</span>;
    case 'out':
      return <span className={`${styles.number} ${styles.strong}`}>{outputOf(summary)}</span>;
    case 'ttft':
      return <span className={styles.number}>{formatSeconds(timeToFirstToken(summary))}</span>;
    case 'rate':
      return <span className={styles.number}>{rateOf(summary)}</span>;
    case 'total':
      return (
        <span className={styles.number}>
          <Total summary={summary} />
        </span>
      );
  }
}

function Total({ summary }: { readonly summary: ExchangeSummary }) {
  const isLive = summary.phase !== 'ended';
  const now = useNow(isLive);
  return <>{formatSeconds((isLive ? now : (summary.endedAt ?? summary.startedAt)) - summary.startedAt)}</>;
}

function outputOf(summary: ExchangeSummary): string {
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

function timeToFirstToken(summary: ExchangeSummary): number | null {
  return summary.firstTokenAt === null ? null : summary.firstTokenAt - summary.startedAt;
}

function rateOf(summary: ExchangeSummary): string {
  return formatRate(summary.tokensPerSecond);
}
