/** Comparing two exchanges: picking them, showing them side by side, leaving. */
import type { ExchangeComparison } from '../../shared/model/comparison.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { bridge } from '../bridge.ts';
import { useStore } from './store.ts';

const { getState: get, setState: set } = useStore;

/** Shows two exchanges side by side, the earlier one first. The same one twice shows nothing. */
export function compareExchanges(one: ExchangeId, other: ExchangeId): void {
  if (one === other) {
    set({ pickingFor: null });
    return;
  }
  // Ids sort by time.
  const [before, after] = one < other ? [one, other] : [other, one];
  set({ pickingFor: null, compared: { before, after }, isDrawerOpen: false });
}

/** Asks for the other one: the next row that is chosen in the list. */
export function pickToCompare(id: ExchangeId): void {
  set({ pickingFor: id, isDrawerOpen: true });
}

/** Takes a chosen row as the other one of a comparison; false: nobody asked for one. */
export function takePicked(id: ExchangeId): boolean {
  const first = get().pickingFor;
  if (first === null) return false;
  compareExchanges(first, id);
  return true;
}

/** What was first comes second. */
export function swapCompared(): void {
  const { compared } = get();
  if (compared !== null) set({ compared: { before: compared.after, after: compared.before } });
}

/** Back to the sheet. */
export function leaveComparison(): void {
  set({ compared: null, pickingFor: null });
}

/** Null: one of the two is gone. */
export function loadComparison(before: ExchangeId, after: ExchangeId): Promise<ExchangeComparison | null> {
  return bridge().invoke('exchanges.compare', { before, after });
}
