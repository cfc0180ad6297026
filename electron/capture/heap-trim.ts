/**
 * Keeps the capture worker's heap near what it holds. Left to itself V8 lets the garbage of many short exchanges grow to
 * 130 MB beside 7 MB that live before it looks (measured 2026-11); a collection of so small a heap takes about 10 ms.
 */
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Growth since the last collection that is worth the next one. */
const growthBytes = 12 * 1024 * 1024;
/** Of buffers: what the store read is old by then, and V8 by itself looks at 64 MB. Segments go round (segment-rooms.ts). */
const bufferGrowthBytes = 4 * 1024 * 1024;

/** A check to be called now and then; it costs a few microseconds when there is nothing to do. */
export function createHeapTrim(): () => void {
  const collect = openCollector();
  let heldBytes = oldBytes();
  let heldBufferBytes = getHeapStatistics().external_memory;
  return () => {
    const { used_heap_size: usedBytes, external_memory: bufferBytes } = getHeapStatistics();
    // Less than was held: a collection came of itself.
    heldBufferBytes = Math.min(heldBufferBytes, bufferBytes);
    // The cheap question first: most growth is young, and goes by itself.
    const isOldGrown = usedBytes - heldBytes >= growthBytes && oldBytes() - heldBytes >= growthBytes;
    if (!isOldGrown && bufferBytes - heldBufferBytes < bufferGrowthBytes) return;
    collect();
    heldBytes = oldBytes();
    heldBufferBytes = getHeapStatistics().external_memory;
  };
}

/** What has outlived two collections of the young, garbage or not. */
function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;
}

/** V8's own collector, by the one door to it that needs no flag at the program's start. */
function openCollector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    return typeof collect === 'function' ? () => void collect() : () => {};
  } catch {
    return () => {};
  }
}
