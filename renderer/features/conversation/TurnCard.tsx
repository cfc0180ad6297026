/** One turn: its label and time, its lines, its tokens; opened, also what was changed and why the cache missed. */
import { useMemo, useRef } from 'react';
import type { Turn } from '../../../shared/model/conversation.ts';
import { formatClock, formatSeconds, withCommas } from '../../lib/format.ts';
import { compareExchanges } from '../../store/compare-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { useNearView } from '../../ui/near-view.ts';
import { Stretch } from '../../ui/Stretch.tsx';
import { useGrowingCount } from '../../ui/use-growing-count.ts';
import { CacheCard } from './CacheCard.tsx';
import { ChangeView } from './ChangeView.tsx';
import styles from './ConversationTab.module.css';
import { dollars } from './cost-text.ts';
import { barSegments, tokenTotal } from './token-bar.ts';
import { type TurnLine, turnLines } from './turn-lines.ts';

type TurnCardProps = {
  readonly turn: Turn;
  readonly isOpen: boolean;
  /** Made from the start; others when they come near the view. */
  readonly isEager: boolean;
  readonly missedTokens: number;
  /** The turn that it continues. */
  readonly previous: Turn | null;
  /** Tokens of the largest turn: the scale of all bars. */
  readonly widest: number;
  readonly onOpen: () => void;
  readonly onShowRequest: () => void;
};

/** A click opens its exchange, and stays in the conversation. */
export function TurnCard(props: TurnCardProps) {
  const { turn, isOpen, isEager, missedTokens, previous, widest, onOpen, onShowRequest } = props;
  const { lines, hidden } = useMemo(() => turnLines(turn, isOpen), [turn, isOpen]);
  const element = useRef<HTMLLIElement>(null);
  const isNear = useNearView(element, isEager || isOpen);
  if (!isNear && !isOpen) {
    return (
      <li ref={element} data-turn={turn.id} className={styles.turn}>
        {`Turn ${turn.label} ${lines.map(({ name, text }) => `${name} ${text}`).join('\n')}`}
      </li>
    );
  }
  return (
    <li
      ref={element}
      data-turn={turn.id}
      data-open={isOpen || undefined}
      className={styles.turn}
      style={{ '--depth': turn.depth } as React.CSSProperties}
    >
      <button
        type="button"
        className={styles.cover}
        aria-label={`Turn ${turn.label}`}
        aria-pressed={isOpen}
        onClick={onOpen}
      />
      <TurnLabel turn={turn} />
      <div className={styles.lines}>
        <Lines lines={lines} isOpen={isOpen} isExplained={missedTokens > 0} />
        {hidden > 0 && <span className="faint">{hidden} more</span>}
        {turn.summary.providerError && (
          <div className={styles.line} data-role="danger">
            <span>!</span>
            <b>{turn.summary.providerError.type ?? 'error'}</b>
            <span className="cut">{turn.summary.providerError.message}</span>
          </div>
        )}
        {isOpen && previous !== null && (
          <Button
            size="tiny"
            icon="compare"
            className={styles.compare ?? ''}
            onClick={() => compareExchanges(previous.id, turn.id)}
          >
            Compare with previous turn
          </Button>
        )}
      </div>
      <TokenBar turn={turn} missedTokens={missedTokens} widest={widest} />
      {isOpen && missedTokens > 0 && previous !== null && (
        <CacheCard turn={turn} previous={previous} onShowRequest={onShowRequest} />
      )}
    </li>
  );
}

function TurnLabel({ turn }: { readonly turn: Turn }) {
  const { summary, attempts, link, isBranch } = turn;
  const kind = link.kind === 'sub-agent' ? 'sub-agent' : isBranch ? 'branch' : null;
  return (
    <div className={styles.label}>
      <b>Turn {turn.label}</b>
      <span>{formatClock(summary.startedAt)}</span>
      <span>{summary.endedAt === null ? '' : `${formatSeconds(summary.endedAt - summary.startedAt)} s`}</span>
      {kind && <span>{kind}</span>}
      {attempts.length > 1 && <span>{attempts.length} attempts</span>}
    </div>
  );
}

type LinesProps = Omit<LineViewProps, 'line'> & { readonly lines: readonly TurnLine[] };

/** Lines that are made as one where there are many: a first turn may bring a history of thousands. */
const linesAtOnce = 30;
const lineHeight = 20;

function Lines({ lines, ...rest }: LinesProps) {
  const groups = useMemo(() => groupsOf(lines, linesAtOnce), [lines]);
  const made = useGrowingCount(groups.length, 40);
  const viewOf = (line: TurnLine) => <LineView key={line.key} line={line} {...rest} />;
  if (groups.length < 2) return lines.map(viewOf);
  return groups.slice(0, made).map((group, index) => (
    <Stretch
      key={group[0]?.key}
      text={group.map(({ sign, name, text }) => `${sign} ${name} ${text}`).join('\n')}
      at={null}
      guessedHeight={group.length * lineHeight}
      isEager={index === 0}
    >
      {() => group.map(viewOf)}
    </Stretch>
  ));
}

function groupsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

type LineViewProps = {
  readonly line: TurnLine;
  readonly isOpen: boolean;
  /** The cache card of the turn shows what was changed in the messages. */
  readonly isExplained: boolean;
};

function LineView({ line, isOpen, isExplained }: LineViewProps) {
  const isShownBelow = isExplained && line.change?.what !== 'parameter' && line.change?.what !== 'tool';
  return (
    <>
      <div className={styles.line} data-role={line.role}>
        <span>{line.sign}</span>
        <b>{line.name}</b>
        <span className={isOpen ? styles.whole : 'cut'}>
          {line.text === '' ? <span className="faint">empty</span> : line.text}
          {line.characters > 200 && <span className="faint">… {withCommas(line.characters)} characters</span>}
        </span>
      </div>
      {isOpen && !isShownBelow && line.change?.before && line.change.after && (
        <ChangeView before={line.change.before.number} after={line.change.after.number} />
      )}
    </>
  );
}

function TokenBar({ turn, missedTokens, widest }: { turn: Turn; missedTokens: number; widest: number }) {
  const { usage } = turn.summary;
  const segments = barSegments(turn, missedTokens);
  const shown = segments.map(
    ({ role, tokens, isCached }) => `${role} ${withCommas(tokens)}${isCached ? ' cached' : ''}`,
  );
  const fresh = usage.inputTokens === null ? null : Math.max(0, usage.inputTokens - (usage.cacheReadTokens ?? 0));
  const mark = turn.tokens.isScaled ? '' : '~';
  return (
    <div className={styles.tokens} title={`Estimated shares: ${shown.join(', ')}`}>
      <div className={styles.bar} style={{ width: `${(100 * tokenTotal(turn)) / widest}%` }}>
        {segments.map(({ role, tokens, isCached }) => (
          <i
            key={`${role}${isCached ? ' cached' : ''}`}
            data-role={role}
            data-cached={isCached || undefined}
            style={{ flexGrow: tokens }}
          />
        ))}
      </div>
      <div className={styles.figures}>
        {fresh === null ? (
          <Figure count={turn.tokens.new + turn.tokens.history} mark={mark} word="in" />
        ) : (
          <Figure count={fresh} mark="" word={usage.cacheReadTokens === null ? 'in' : 'not cached'} />
        )}
        {usage.cacheReadTokens !== null && <Figure count={usage.cacheReadTokens} mark="" word="read" />}
        <Figure
          count={usage.outputTokens ?? turn.tokens.output}
          mark={usage.outputTokens === null ? '~' : ''}
          word="out"
        />
        {turn.costUsd !== null && <span className="faint">{dollars(turn.costUsd)}</span>}
      </div>
    </div>
  );
}

function Figure({ count, mark, word }: { readonly count: number; readonly mark: string; readonly word: string }) {
  return (
    <span>
      <b>
        {mark}
        {withCommas(count)}
      </b>{' '}
      {word}
    </span>
  );
}
