/** The turns that a WebSocket connection carried, in place of a completion that it has not: a click opens one. */
import { useShallow } from 'zustand/react/shallow';
import type { ExchangeId, ExchangeSummary } from '../../../shared/model/exchange.ts';
import { openExchange } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { durationText } from './figures.ts';
import { stateOf } from './head-words.ts';
import styles from './SocketTurns.module.css';

/** Nothing where the connection carries none. Rows that are no longer listed are not shown. */
export function SocketTurns({ connectionId }: { readonly connectionId: ExchangeId }) {
  const turns = useStore(
    useShallow((state) => [...state.rows.values()].filter((row) => row.turnOf?.connectionId === connectionId)),
  );
  if (turns.length === 0) return null;
  const ordered = turns.toSorted((left, right) => (left.turnOf?.number ?? 0) - (right.turnOf?.number ?? 0));
  return (
    <section aria-label="Turns">
      <p className={styles.lead}>Each request on this connection is an exchange of its own.</p>
      <ul className={styles.turns}>
        {ordered.map((turn) => (
          <li key={turn.id}>
            <Turn turn={turn} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Turn({ turn }: { readonly turn: ExchangeSummary }) {
  const state = stateOf(turn);
  const isBad = turn.phase === 'ended' && state.tone !== 'plain';
  const total = turn.endedAt === null ? 'running' : durationText(turn.endedAt - turn.startedAt);
  return (
    <button type="button" className={styles.turn} onClick={() => void openExchange(turn.id)}>
      <span className={styles.number}>{turn.turnOf?.number}</span>
      <span className="cut">
        {turn.row.kind === 'tool-call' && turn.row.label !== null && <code>{turn.row.label} </code>}
        {turn.row.text || turn.row.label}
      </span>
      <span className={styles.figures} data-bad={isBad || undefined}>
        {isBad ? state.text : total}
      </span>
    </button>
  );
}
