/** The network chunks of a body; asked for again while the exchange runs, at a pace that answers can keep. */
import { useEffect, useState } from 'react';
import type { BodyDirection, WireChunk } from '../../../shared/ipc/bodies.ts';
import { loadChunks } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';

const restMs = 1000;
/** An answer that took long makes the next question wait this many times as long. */
const restFactor = 4;

/** Null: not answered yet. */
export function useWireChunks(id: string, direction: BodyDirection): readonly WireChunk[] | null {
  const isEnded = useStore((state) => state.openExchange?.detail?.summary.phase === 'ended');
  const [chunks, setChunks] = useState<readonly WireChunk[] | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = async (): Promise<void> => {
      const askedAt = performance.now();
      const answer = await loadChunks({ id, direction });
      if (isGone) return;
      setChunks(answer);
      if (!isEnded) timer = setTimeout(ask, Math.max(restMs, (performance.now() - askedAt) * restFactor));
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [id, direction, isEnded]);
  return chunks;
}
