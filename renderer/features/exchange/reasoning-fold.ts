/** Whether reasoning is unfolded, for the whole window: one key (R) folds all. */
import { useSyncExternalStore } from 'react';

let isUnfolded = false;
const listeners = new Set<() => void>();

/** Folds or unfolds the reasoning of what is open. */
export function toggleReasoning(): void {
  isUnfolded = !isUnfolded;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True while reasoning is shown in full. */
export function useReasoningUnfolded(): boolean {
  return useSyncExternalStore(subscribe, () => isUnfolded);
}
