/** Batches of the capture worker into the store: step 7 of the life of one chunk. One batch, one `set`. */
import type { CaptureBatch } from '../../shared/ipc/contract.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { applyPatch } from './open-exchange.ts';
import type { State } from './store.ts';

/** The window keeps at most this many rows; older ones come back from disk by scrolling (`hasOlder`). About 1 KB each. */
export const maxRows = 20_000;
/** Trimmed in steps, so that a full list does not pay for it in every batch. */
const trimStep = 1_000;

type Rows = Pick<State, 'rows' | 'order' | 'hasOlder'>;

/** What `batch` changes in `state`; an empty object when nothing. Pure. */
export function reduceBatch(state: State, batch: CaptureBatch): Partial<State> {
  const change: { -readonly [Key in keyof State]?: State[Key] } = {};
  if (batch.rows.length > 0 || batch.removed.length > 0) {
    const kept = withRows(withoutRows(state, batch.removed), inView(state, batch.rows));
    Object.assign(change, trimRows(kept, state.openExchange?.id ?? null));
  }
  if (batch.status) change.captureStatus = batch.status;
  const open = state.openExchange;
  if (open) {
    let next = open;
    for (const patch of batch.open) if (patch.id === open.id) next = applyPatch(next, patch);
    if (next !== open) change.openExchange = next;
  }
  return change;
}

/** What the list shows: everything, or one capture with what is recorded into it now. */
function inView(state: State, summaries: readonly ExchangeSummary[]): readonly ExchangeSummary[] {
  const { viewedCapture, recordedCapture, rows } = state;
  if (viewedCapture === null) return summaries;
  const since = recordedCapture?.name === viewedCapture.name ? recordedCapture.since : Number.POSITIVE_INFINITY;
  return summaries.filter(({ id, startedAt }) => rows.has(id) || startedAt >= since);
}

/** Rows with `summaries` added or replaced, in order of id. */
export function withRows(state: Rows, summaries: readonly ExchangeSummary[]): Rows {
  if (summaries.length === 0) return state;
  const rows = new Map(state.rows);
  const added: ExchangeId[] = [];
  for (const summary of summaries) {
    if (!rows.has(summary.id)) added.push(summary.id);
    rows.set(summary.id, summary);
  }
  return { rows, order: added.length > 0 ? mergeIds(state.order, added) : state.order, hasOlder: state.hasOlder };
}

function withoutRows(state: Rows, removed: readonly ExchangeId[]): Rows {
  const gone = removed.filter((id) => state.rows.has(id));
  if (gone.length === 0) return state;
  const rows = new Map(state.rows);
  for (const id of gone) rows.delete(id);
  return { rows, order: state.order.filter((id) => rows.has(id)), hasOlder: state.hasOlder };
}

/** New ids nearly always follow the last one; late ones are put in their place by sorting. */
function mergeIds(order: readonly ExchangeId[], added: readonly ExchangeId[]): readonly ExchangeId[] {
  const sorted = added.toSorted();
  const last = order.at(-1);
  const merged = [...order, ...sorted];
  const follows = last === undefined || (sorted[0] as ExchangeId) > last;
  return follows ? merged : merged.sort();
}

/** Lets the oldest ended rows go when there are too many; what runs or is open stays. */
function trimRows(state: Rows, openId: ExchangeId | null): Rows {
  if (state.order.length <= maxRows + trimStep) return state;
  let surplus = state.order.length - maxRows;
  const rows = new Map(state.rows);
  for (const id of state.order) {
    if (surplus === 0) break;
    if (id === openId || rows.get(id)?.phase !== 'ended') continue;
    rows.delete(id);
    surplus -= 1;
  }
  return { rows, order: state.order.filter((id) => rows.has(id)), hasOlder: true };
}
