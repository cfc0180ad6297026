/** What a turn of a WebSocket goes on from: the server holds it, it is not in this request. Said, and joined where it was seen. */
import type { TurnPlace } from '../../../shared/model/exchange.ts';
import { openExchange } from '../../store/open-actions.ts';
import { type State, useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './TurnHistory.module.css';
import { chainWords, earlierTurns } from './turn-chain.ts';

const selectPlace = (state: State): TurnPlace | null => state.openExchange?.detail?.start.turnOf ?? null;

/** Nothing where the request says all. */
export function TurnHistory() {
  const place = useStore(selectPlace);
  const rows = useStore((state) => state.rows);
  if (place?.previous == null) return null;
  const chain = earlierTurns(place, rows);
  return (
    <section className={styles.history} aria-label="History that is not on the wire">
      <p>
        <b>Not on the wire:</b> the server holds what came before as <code>{place.previous.responseId}</code>.{' '}
        {chainWords(chain)}
      </p>
      {chain.turns.length > 0 && (
        <p className={styles.links}>
          {chain.turns.map((turn) => (
            <Button key={turn.id} variant="solid" size="tiny" onClick={() => void openExchange(turn.id)}>
              {`turn ${turn.turnOf?.number ?? ''}`}
            </Button>
          ))}
        </p>
      )}
    </section>
  );
}
