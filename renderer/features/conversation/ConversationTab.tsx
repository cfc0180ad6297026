/** The Conversation view: one readable transcript of turns, each told by what it adds to the one before. */
import { useEffect, useMemo, useRef } from 'react';
import { missedTokensOf } from '../../../shared/cache/explain-cache.ts';
import { conversationIds } from '../../../shared/conversation/conversation-ids.ts';
import type { Conversation, Turn } from '../../../shared/model/conversation.ts';
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { countOf } from '../../lib/format.ts';
import { openExchange } from '../../store/open-actions.ts';
import { openExport } from '../../store/sharing-actions.ts';
import { useStore } from '../../store/store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Pill } from '../../ui/Pill.tsx';
import type { ExchangeTab } from '../exchange/ExchangeHead.tsx';
import { useDomFind } from '../exchange/use-dom-find.ts';
import { ConversationStrip } from './ConversationStrip.tsx';
import styles from './ConversationTab.module.css';
import { costText } from './cost-text.ts';
import { TurnCard } from './TurnCard.tsx';
import { tokenTotal } from './token-bar.ts';
import { useConversation } from './use-conversation.ts';

/** Turns that are in sight when the view opens. */
const eagerTurns = 12;

/** With its own strip in place of the exchange's. */
export function ConversationTab({ onTab }: { readonly onTab: (tab: ExchangeTab) => void }) {
  const id = useStore((state) => state.openExchange?.id ?? null);
  return id === null ? null : <Loaded id={id} onTab={onTab} />;
}

type LoadedProps = { readonly id: ExchangeId; readonly onTab: (tab: ExchangeTab) => void };

function Loaded({ id, onTab }: LoadedProps) {
  const { conversation, isLoading } = useConversation(id);
  const isLive = useStore((state) => state.openExchange?.detail?.summary.phase !== 'ended');
  if (conversation !== null) return <Transcript conversation={conversation} id={id} onTab={onTab} />;
  return (
    <p className={styles.nothing}>
      {isLoading
        ? 'Reading…'
        : isLive
          ? 'A turn joins its conversation once it has ended.'
          : 'This exchange belongs to no conversation, or is not linked yet.'}
    </p>
  );
}

function Transcript({ conversation, id, onTab }: LoadedProps & { readonly conversation: Conversation }) {
  const { turns } = conversation;
  const previous = useMemo(() => previousOf(turns), [turns]);
  const misses = useMemo(() => missesOf(turns, previous), [turns, previous]);
  const widest = useMemo(() => Math.max(1, ...turns.map(tokenTotal)), [turns]);
  const list = useRef<HTMLOListElement>(null);
  useDomFind(list);
  useEffect(() => {
    list.current?.querySelector(`[data-turn="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  const missCount = [...misses.values()].filter((tokens) => tokens > 0).length;
  return (
    <section className={styles.view} aria-label="Conversation">
      <ConversationStrip turns={turns} openId={id} />
      <header className={styles.head}>
        <h2 className="cut">{conversation.title}</h2>
        <span className={`faint ${styles.words}`}>{headWords(conversation)}</span>
        <Pill title="Estimated from reported tokens and dated list prices">{costText(conversation)}</Pill>
        {missCount > 0 && (
          <Pill tone="warning" icon="warning">
            {missCount === 1 ? '1 cache miss' : `${missCount} cache misses`}
          </Pill>
        )}
        <span className="spacer" />
        <Legend />
        <IconButton
          icon="save"
          size="small"
          label="Export the conversation"
          onClick={() => void openExport(conversationIds(conversation))}
        />
      </header>
      <ol ref={list} className={styles.turns}>
        {turns.map((turn, index) => (
          <TurnCard
            key={turn.link.id}
            turn={turn}
            isOpen={turn.attempts.includes(id)}
            missedTokens={misses.get(turn.id) ?? 0}
            isEager={index < eagerTurns}
            previous={previous.get(turn.id) ?? null}
            widest={widest}
            onOpen={() => void openExchange(turn.id)}
            onShowRequest={() => onTab('request')}
          />
        ))}
      </ol>
    </section>
  );
}

const legend = ['system', 'tools', 'history', 'new', 'missed', 'reasoning', 'output'] as const;

function Legend() {
  return (
    <span className={styles.legend} aria-hidden="true">
      {legend.map((role) => (
        <span key={role}>
          <i data-role={role} />
          {role}
        </span>
      ))}
    </span>
  );
}

function headWords({ turns, subAgentCount }: Conversation): string {
  const agents = subAgentCount === 0 ? '' : `, ${countOf(subAgentCount, 'sub-agent')}`;
  return `${turns[0]?.summary.client.program ?? ''} ${countOf(turns.length, 'turn')}${agents}`.trim();
}

/** The turn that each one continues, by its id. */
function previousOf(turns: readonly Turn[]): ReadonlyMap<ExchangeId, Turn> {
  const byAttempt = new Map(turns.flatMap((turn) => turn.attempts.map((attempt) => [attempt, turn] as const)));
  const found = new Map<ExchangeId, Turn>();
  for (const { id, link } of turns) {
    const previous = link.kind === 'turn' && link.parent !== null ? byAttempt.get(link.parent) : undefined;
    if (previous !== undefined) found.set(id, previous);
  }
  return found;
}

function missesOf(turns: readonly Turn[], previous: ReadonlyMap<ExchangeId, Turn>): ReadonlyMap<ExchangeId, number> {
  return new Map(
    turns.map((turn) => {
      const before = previous.get(turn.id);
      return [turn.id, before === undefined ? 0 : missedTokensOf(before.summary, turn.summary)] as const;
    }),
  );
}
