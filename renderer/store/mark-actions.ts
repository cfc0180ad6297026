/** What the user can do with several rows at once: pick them, pin, tag and note them, delete and export them. */
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { ExchangeMark, MarkChange } from '../../shared/model/mark.ts';
import { bridge } from '../bridge.ts';
import { addNotice } from './actions.ts';
import { exportExchanges } from './open-actions.ts';
import { useStore } from './store.ts';

const { getState: get, setState: set } = useStore;
const nobody: ReadonlySet<ExchangeId> = new Set();

/** Picks these rows together; none: only the open one is meant. */
export function pickRows(ids: Iterable<ExchangeId>): void {
  const picked = new Set(ids);
  if (picked.size > 0 || get().picked.size > 0) set({ picked: picked.size === 0 ? nobody : picked });
}

/** Adds a row to those that are picked, or takes it out; the open one is the first of them. */
export function togglePicked(id: ExchangeId): void {
  const { picked, openExchange } = get();
  const next = new Set(picked.size === 0 && openExchange ? [openExchange.id] : picked);
  if (!next.delete(id)) next.add(id);
  pickRows(next);
}

/** The rows that a bulk action means, in order of the list's time. */
export function meantIds(): readonly ExchangeId[] {
  const { picked, openExchange, order } = get();
  if (picked.size === 0) return openExchange ? [openExchange.id] : [];
  return order.filter((id) => picked.has(id));
}

/** Asks once for all marks. */
export async function loadMarks(): Promise<void> {
  applyMarks(await bridge().invoke('marks.list', null));
}

/** Changes the marks of these exchanges. */
export async function markExchanges(ids: readonly ExchangeId[], change: MarkChange): Promise<void> {
  if (ids.length > 0) applyMarks(await bridge().invoke('marks.set', { ids, change }));
}

/** Pins them; lets them go where all are pinned. */
export function togglePinned(ids: readonly ExchangeId[]): Promise<void> {
  const isPinned = !ids.every((id) => get().marks.get(id)?.isPinned);
  return markExchanges(ids, { isPinned });
}

/** Opens the field for a note on these exchanges; none closes it. */
export function writeNote(notedIds: readonly ExchangeId[]): void {
  set({ notedIds });
}

/** Exports them; says so where it did not go well. */
export async function exportRows(
  ids: readonly ExchangeId[],
  format: ExportFormat,
  target: 'file' | 'clipboard',
): Promise<void> {
  const result = await exportExchanges({ ids, format, target });
  if (result.ok || result.error.kind === 'cancelled') return;
  addNotice({ id: 'export', tone: 'danger', title: 'Not exported', text: result.error.message });
}

/** Takes marks as they are now in the main process. */
export function applyMarks(changed: readonly ExchangeMark[]): void {
  if (changed.length === 0) return;
  set((state) => {
    const marks = new Map(state.marks);
    for (const mark of changed) {
      if (mark.color === null && mark.note === '' && !mark.isPinned) marks.delete(mark.id);
      else marks.set(mark.id, mark);
    }
    return { marks };
  });
}
