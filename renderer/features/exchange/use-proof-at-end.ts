/** An exchange that was watched to its end is read once more as a whole, so that its findings are those of a later look. */
import { useEffect, useRef } from 'react';
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { loadNative } from '../../store/open-actions.ts';
import { type State, useStore } from '../../store/store.ts';

/** Reading a larger one again at once would take longer than anyone looks at it; the loss report asks for it when it opens. */
const maxBytes = 8 * 1024 * 1024;

const selectId = (state: State) => state.openExchange?.detail?.summary.id ?? null;
const selectIsEnded = (state: State) => state.openExchange?.detail?.summary.phase === 'ended';
const selectIsSmall = (state: State) => (state.openExchange?.detail?.summary.responseBytes ?? 0) <= maxBytes;

/** Asks once, when an exchange that was seen running has ended. One that had ended before came with its findings. */
export function useProofAtEnd(): void {
  const running = useRef<ExchangeId | null>(null);
  // Straight from the store: what is read slowly may never show a short exchange running.
  const id = useStore(selectId);
  const isEnded = useStore(selectIsEnded);
  const isSmall = useStore(selectIsSmall);
  useEffect(() => {
    if (id === null) return;
    if (!isEnded) running.current = id;
    else if (running.current === id) {
      running.current = null;
      if (isSmall) void loadNative(id);
    }
  }, [id, isEnded, isSmall]);
}
