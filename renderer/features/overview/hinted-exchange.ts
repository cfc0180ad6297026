/** The exchange that the hand is on in list or overview, so that the other one shows it too. No store: nothing else asks. */
import type { ExchangeId } from '../../../shared/model/exchange.ts';

let hinted: ExchangeId | null = null;
const listeners = new Set<() => void>();

export function hintedExchange(): ExchangeId | null {
  return hinted;
}

export function hintExchange(id: ExchangeId | null): void {
  if (hinted === id) return;
  hinted = id;
  for (const listener of listeners) listener();
}

/** Returns the unsubscribe. */
export function onHint(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
