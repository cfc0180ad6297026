/** One exchange in the list: what it did first, then when, who and how fast; its lane below. Paints one summary, no more. */
import { memo } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { isTunnel } from '../../../shared/reconstruct/is-tunnel.ts';
import { breatheTogether } from '../../lib/breathe-together.ts';
import { formatBytes, formatClock, formatSeconds, formatTokens, shortModel } from '../../lib/format.ts';
import { importWords } from '../../lib/import-words.ts';
import type { ListColumn } from '../../store/list-columns.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { attemptWords } from '../exchange/rate-words.ts';
import { Lane } from './Lane.tsx';
import styles from './ListRow.module.css';
import { MarkSigns } from './MarkSigns.tsx';
import { Did, InSight, OneLine, outputOf, rateOf, Total, timeToFirstToken } from './RowCells.tsx';
import { activityRole, exceptionWords, isAnswering, liveState, liveWords, rowGlyph, rowLabel } from './row-words.ts';

type ListRowProps = {
  readonly summary: ExchangeSummary;
  readonly isSelected: boolean;
  /** 2 below the head of a group. */
  readonly level: 1 | 2;
  /** One-line rows show these columns; null: two lines. */
  readonly columns: readonly ListColumn[] | null;
  /** False: made ahead of scrolling, and only its state is kept up to date. */
  readonly isInSight: boolean;
  readonly onPick: (id: string, press: RowPress) => void;
};

export type RowPress = { readonly shiftKey: boolean; readonly isAdding: boolean; readonly isMiddle: boolean };

/** Id of the row's element, for `aria-activedescendant`. */
export function rowElementId(id: string): string {
  return `exchange-${id}`;
}

/** An item of the tree. */
export const ListRow = memo(PaintedRow, (before, after) => {
  const isUnseen = !before.isInSight && !after.isInSight;
  const isSame = isUnseen ? isSameState(before.summary, after.summary) : before.summary === after.summary;
  return (
    isSame &&
    before.isInSight === after.isInSight &&
    before.isSelected === after.isSelected &&
    before.level === after.level &&
    before.columns === after.columns &&
    before.onPick === after.onPick
  );
});

function isSameState(before: ExchangeSummary, after: ExchangeSummary): boolean {
  return before.id === after.id && before.phase === after.phase && before.row.text === after.row.text;
}

function PaintedRow({ summary, isSelected, level, columns, isInSight, onPick }: ListRowProps) {
  return (
    <div
      id={rowElementId(summary.id)}
      role="treeitem"
      aria-level={level}
      tabIndex={-1}
      aria-selected={isSelected}
      aria-label={rowLabel(summary)}
      data-phase={summary.phase}
      data-end={summary.end ?? undefined}
      className={`${styles.row} ${columns ? styles.one : styles.two} ${isSelected ? styles.selected : ''} ${isAnswering(summary) ? `${styles.running} ${activityRole(summary.activity)}` : ''}`}
      onPointerDown={(event) => {
        if (event.button > 1) return;
        const isMiddle = event.button === 1;
        onPick(summary.id, { shiftKey: event.shiftKey, isAdding: event.ctrlKey || event.metaKey, isMiddle });
      }}
      // Else Windows begins to scroll by itself.
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
    >
      <Glyph summary={summary} />
      <InSight value={isInSight}>
        {columns ? <OneLine summary={summary} columns={columns} /> : <TwoLines summary={summary} />}
      </InSight>
      {columns?.includes('waterfall') ? null : <Lane summary={summary} />}
    </div>
  );
}

function Glyph({ summary }: { readonly summary: ExchangeSummary }) {
  const isSubAgent = useStore((state) => state.links.get(summary.id)?.kind === 'sub-agent');
  if (isAnswering(summary)) {
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

function TwoLines({ summary }: { readonly summary: ExchangeSummary }) {
  const exception = exceptionWords(summary);
  const isRunning = isAnswering(summary);
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
          {isRunning && (
            <span className={`${styles.liveWord} ${activityRole(summary.activity)}`}>{liveState(summary)}</span>
          )}
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

/** `try 2 of 3 +1.2 s`: what fits; in words in its title. */
function AttemptPlace({ words }: { readonly words: string | null }) {
  return words === null ? null : (
    <span title={words}>{words.replace('attempt ', 'try ').replace(', waited ', ' +')}</span>
  );
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
