/** Says to a screen reader that the open exchange has ended, and how: once, and nothing while it streams. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from '../../store/store.ts';
import { countText } from './figures.ts';
import { stateOf } from './head-words.ts';

/** A live region for one exchange; silent about those that had ended before they were opened. */
export function EndAnnouncer() {
  const phase = useStore((state) => state.openExchange?.detail?.summary.phase ?? null);
  const wasRunning = useRef(false);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (phase === null) return;
    if (phase !== 'ended') {
      wasRunning.current = true;
      return;
    }
    const open = useStore.getState().openExchange;
    if (!wasRunning.current || !open?.detail) return;
    wasRunning.current = false;
    setWords(`${stateOf(open.detail.summary).text}, ${countText(open.knownCount)} events`);
  }, [phase]);
  return (
    <p className="visually-hidden" role="status" aria-label="Open exchange">
      {words}
    </p>
  );
}
