/** What the user can do with named captures: see one alone, record into one, change them, put exchanges into them. */
import type { CaptureChange, CaptureSummary, CapturesState } from '../../shared/model/capture-summary.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { bridge } from '../bridge.ts';
import { removeExchanges, showPanel, undoClear } from './actions.ts';
import { withRows } from './ingest.ts';
import { openExchange } from './open-actions.ts';
import { openExport } from './sharing-actions.ts';
import { useStore } from './store.ts';
import { searchSoon } from './text-search.ts';

const { getState: get, setState: set } = useStore;
const firstRows = 500;

/** Asks which there are. */
export async function loadCaptures(): Promise<void> {
  applyCaptures(await bridge().invoke('captures.list', null));
}

/** Shows one capture alone, or with null everything that is kept. */
export async function viewCapture(capture: Pick<CaptureSummary, 'number' | 'name'> | null): Promise<void> {
  const viewedCapture = capture === null ? null : { number: capture.number, name: capture.name };
  const empty = { rows: new Map(), order: [], hasOlder: false, olderMatches: [], picked: new Set<ExchangeId>() };
  set({ ...empty, viewedCapture, isViewLoading: true, timeFilter: null, clockZoom: null, pendingClear: null });
  const request = { before: null, limit: firstRows + 1, capture: viewedCapture?.name ?? null };
  const page = await bridge().invoke('exchanges.list', request);
  if (get().viewedCapture !== viewedCapture) return;
  set((state) => ({
    // Rows that a batch brought meanwhile are newer.
    ...withRows(
      state,
      page.slice(-firstRows).filter(({ id }) => !state.rows.has(id)),
    ),
    hasOlder: page.length > firstRows,
    isViewLoading: false,
  }));
  const { openExchange: open, rows } = get();
  if (open !== null && !rows.has(open.id)) await openExchange(null);
  searchSoon();
}

/** New exchanges go into this capture, or with null into none. Resolves to a sentence when it cannot be. */
export function recordInto(name: string | null): Promise<string | null> {
  return answered(bridge().invoke('captures.record', { name }));
}

/** Begins a capture (or goes on with one of that name), records into it and shows it. */
export async function startCapture(name: string): Promise<string | null> {
  const problem = await recordInto(name);
  const begun = get().captures.find((capture) => capture.name === name);
  if (problem === null && begun) await viewCapture(begun);
  return problem;
}

/** Changes captures. Resolves to a sentence when it cannot be. */
export async function changeCapture(change: CaptureChange): Promise<string | null> {
  const problem = await answered(bridge().invoke('captures.change', change));
  if (problem !== null) return problem;
  const { viewedCapture, captures } = get();
  if (viewedCapture === null) return null;
  const still = captures.find(({ number }) => number === viewedCapture.number) ?? null;
  const merged = change.kind === 'merge' ? captures.find(({ name }) => name === change.into) : undefined;
  if (still === null || change.kind !== 'rename') await viewCapture(still ?? merged ?? null);
  return null;
}

/** Deletes a capture and its ended exchanges; can be taken back for 10 s. Resolves to a sentence when it cannot be. */
export async function deleteCapture(name: string): Promise<string | null> {
  const { recordedCapture, viewedCapture } = get();
  const [wasRecorded, wasViewed] = [recordedCapture?.name === name, viewedCapture?.name === name];
  const ids = await bridge().invoke('captures.ids', { name });
  // The name first: showing everything again lets go of what can be taken back.
  const problem = await changeCapture({ kind: 'forget', name });
  if (problem === null) await removeExchanges(ids, { name, ids, wasRecorded, wasViewed });
  return problem;
}

/** Takes back the last clear or deletion, with the capture that went with it. */
export async function takeBack(): Promise<void> {
  const gone = await undoClear();
  if (gone === null) return;
  await changeCapture({ kind: 'assign', name: gone.name, ids: gone.ids });
  if (gone.wasRecorded) await recordInto(gone.name);
  const back = get().captures.find(({ name }) => name === gone.name);
  if (gone.wasViewed && back !== undefined) await viewCapture(back);
}

/** Opens the panel to choose where these exchanges go. */
export function chooseCapture(assignedIds: readonly ExchangeId[]): void {
  set({ assignedIds });
  showPanel('captures');
}

/** Opens the export dialog over a whole capture. */
export async function exportCapture(name: string): Promise<void> {
  await openExport(await bridge().invoke('captures.ids', { name }));
}

/** All that the list shows, also what is not loaded: `all`, or the exchanges of the viewed capture. */
export async function viewedIds(): Promise<readonly ExchangeId[] | 'all'> {
  const { viewedCapture } = get();
  return viewedCapture === null ? 'all' : bridge().invoke('captures.ids', { name: viewedCapture.name });
}

async function answered(
  asking: Promise<
    | { readonly ok: true; readonly value: CapturesState }
    | { readonly ok: false; readonly error: { readonly message: string } }
  >,
): Promise<string | null> {
  const result = await asking;
  if (!result.ok) return result.error.message;
  applyCaptures(result.value);
  return null;
}

/** Takes the captures as they are now in the main process. */
export function applyCaptures({ captures, recorded }: CapturesState): void {
  set(({ viewedCapture }) => {
    const viewed = captures.find(({ number }) => number === viewedCapture?.number);
    const isRenamed = viewed !== undefined && viewed.name !== viewedCapture?.name;
    return {
      ...{ captures, recordedCapture: recorded },
      ...(isRenamed ? { viewedCapture: { number: viewed.number, name: viewed.name } } : {}),
    };
  });
}
