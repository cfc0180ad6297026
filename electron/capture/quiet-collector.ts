/**
 * Keeps V8's helper threads out of small collections. The heaps of this process are of some 20 MB and their young parts of
 * 1 to 4: splitting such a collection over four threads cost more CPU than the capture worker itself (measured 2026-11
 * on two cores: 25 of 100 microseconds per event, 4 with these). Marking stays concurrent.
 * What was compiled is kept: collections come often in so small a heap, and V8 drops what six of them found unused, to compile
 * it again with the next exchange (5 of 70 microseconds per event of a single stream).
 */
import { setFlagsFromString } from 'node:v8';

const flags = [
  '--no-parallel-scavenge',
  '--no-concurrent-sweeping',
  '--no-concurrent-array-buffer-sweeping',
  '--no-flush-bytecode',
];

let isQuiet = false;

/** To be called before the first worker starts; later calls do nothing. An engine that refuses is left as it is. */
export function quietCollector(): void {
  if (isQuiet) return;
  isQuiet = true;
  try {
    for (const flag of flags) setFlagsFromString(flag);
  } catch {
    // It only costs CPU.
  }
}
