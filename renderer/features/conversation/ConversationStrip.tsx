/** Time of a conversation: the model's turns above, the client's own time (tools, tests, people) between them below. */
import type { Turn } from '../../../shared/model/conversation.ts';
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { formatClock } from '../../lib/format.ts';
import { openExchange } from '../../store/open-actions.ts';
import styles from './ConversationTab.module.css';
import { type StripTurn, stripOf } from './conversation-time.ts';

/** Long waits between turns are cut, so that turns stay to be seen. */
export function ConversationStrip({ turns, openId }: { readonly turns: readonly Turn[]; readonly openId: ExchangeId }) {
  const { stretches, modelMs, clientMs, startedAt } = stripOf(turns);
  return (
    <div className={styles.strip}>
      <div className={styles.gutter}>
        <span>
          <b>{(modelMs / 1000).toFixed(1)}</b> s model
        </span>
        <span className="faint">
          <b className={styles.client}>{(clientMs / 1000).toFixed(1)}</b> s client
        </span>
        <span className="faint">from {formatClock(startedAt)}</span>
      </div>
      <div className={styles.time}>
        {stretches.map((stretch) =>
          stretch.kind === 'turn' ? (
            <TurnStretch key={stretch.turn.id} stretch={stretch} isOpen={stretch.turn.attempts.includes(openId)} />
          ) : (
            <span
              key={`gap-${stretch.before}`}
              className={styles.gap}
              style={{ left: `${stretch.left}%`, width: `${stretch.width}%` }}
              title={`${stretch.words} between turns`}
            >
              {stretch.width > narrowestWords && <span>{stretch.words}</span>}
            </span>
          ),
        )}
      </div>
    </div>
  );
}

/** In percent of the strip: words of a narrower gap would be cut. The title says them. */
const narrowestWords = 5;

function TurnStretch({ stretch, isOpen }: { readonly stretch: StripTurn; readonly isOpen: boolean }) {
  const { turn, left, width } = stretch;
  return (
    <button
      type="button"
      className={styles.stretch}
      data-open={isOpen || undefined}
      data-aside={turn.depth > 0 || undefined}
      aria-label={`Turn ${turn.label} in time`}
      style={{ left: `${left}%`, width: `${width}%` }}
      onClick={() => void openExchange(turn.id)}
    >
      {turn.summary.lane
        .filter(({ kind }) => kind !== 'silence' && kind !== 'frame')
        .map((segment) => (
          <i
            key={`${segment.kind}-${segment.startMs}`}
            data-kind={segment.kind}
            style={{ flexGrow: Math.max(1, segment.endMs - segment.startMs) }}
          />
        ))}
      <b className={styles.number} data-long={turn.label.length > 2 || undefined}>
        {turn.label}
      </b>
    </button>
  );
}
