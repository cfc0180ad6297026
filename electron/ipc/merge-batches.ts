/**
 * What waits for a window that has not taken what it was sent: one batch, whatever happens meanwhile. Rows and status are
 * as they are last; of too many events only the last is kept, which tells the window to ask for those before it. Pure.
 */
import type { CaptureBatch, OpenPatch } from '../../shared/ipc/contract.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';

/** Events of one exchange that wait; more are read again where they lie. About 0.3 KB each. */
export const mostWaitingEvents = 2_000;

/** `first` and what came after it, as one batch that has the same effect. */
export function mergeBatches(first: CaptureBatch, next: CaptureBatch): CaptureBatch {
  const removed = next.removed.length === 0 ? first.removed : [...new Set([...first.removed, ...next.removed])];
  return {
    rows: mergeRows(first.rows, next),
    removed,
    status: next.status ?? first.status,
    open: mergePatches(first.open, next.open),
  };
}

/** A window takes `removed` before `rows`: a row that went must not come back with them. */
function mergeRows(rows: readonly ExchangeSummary[], next: CaptureBatch): readonly ExchangeSummary[] {
  if (next.rows.length === 0 && next.removed.length === 0) return rows;
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of next.removed) byId.delete(id);
  for (const row of next.rows) byId.set(row.id, row);
  return [...byId.values()];
}

function mergePatches(first: readonly OpenPatch[], next: readonly OpenPatch[]): readonly OpenPatch[] {
  if (next.length === 0) return first;
  const byId = new Map(first.map((patch) => [patch.id, patch]));
  for (const patch of next) {
    const before = byId.get(patch.id);
    byId.set(patch.id, before === undefined ? patch : mergePatch(before, patch));
  }
  return [...byId.values()];
}

function mergePatch(before: OpenPatch, { id, detail, events, problems, finalDeltas }: OpenPatch): OpenPatch {
  const all = [...before.events, ...events];
  return {
    id,
    detail: detail ?? before.detail,
    events: all.length > mostWaitingEvents ? all.slice(-1) : all,
    problems: [...before.problems, ...problems],
    finalDeltas: finalDeltas ?? before.finalDeltas,
  };
}
