/** What the user can do with the open exchange: open, close, select, and ask for what is too big to be held (bodies, chunks). */
import type { BodyRequest, BodySlice, WireChunk } from '../../shared/ipc/bodies.ts';
import type { ExportRequest } from '../../shared/ipc/command-payloads.ts';
import type { RequestOf, ResponseOf } from '../../shared/ipc/contract.ts';
import { readPiece, readToolPiece } from '../../shared/lib/request-slices.ts';
import { type Result, succeed } from '../../shared/lib/result.ts';
import type { ExchangePlace } from '../../shared/model/app-window.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { RateHistory } from '../../shared/model/rate-limits.ts';
import type { RequestReading } from '../../shared/model/request-reading.ts';
import { bridge } from '../bridge.ts';
import {
  applyFindings,
  applyPage,
  applySnapshot,
  beginOpenExchange,
  type ExchangeSelection,
  missingFrom,
  type OpenExchange,
} from './open-exchange.ts';
import { selectIsElsewhere } from './selectors.ts';
import { useStore } from './store.ts';

const { getState: get, setState: set } = useStore;
const pageOfEvents = 2_000;

/** Puts an exchange on the sheet, here or in the window that shows it (null: clears the sheet), and lets the one before go. */
export async function openExchange(id: ExchangeId | null): Promise<void> {
  const before = get().openExchange;
  if (before?.id === id) return;
  set({ openExchange: id === null ? null : beginOpenExchange(id), isDrawerOpen: false, isPlaying: false });
  if (selectIsElsewhere(get())) {
    await showElsewhere(id === null ? null : { id, event: null }, false);
    return;
  }
  if (before) void bridge().invoke('exchanges.close', { id: before.id });
  if (id === null) return;
  const result = await bridge().invoke('exchanges.open', { id });
  if (!result.ok) {
    changeOpen(id, (open) => ({ ...open, isLoading: false, failure: result.error.message }));
    return;
  }
  changeOpen(id, (open) => applySnapshot(open, result.value));
  await fillHoles(id);
}

/** The window that shows what is chosen in this one's list shows this. */
export async function showElsewhere(place: ExchangePlace | null, isFocused: boolean): Promise<void> {
  await bridge().invoke('window.showDetail', { place, isFocused });
}

/** Says on the sheet that there is nothing more to be shown: the exchange was deleted. */
export function markDeleted(id: ExchangeId): void {
  changeOpen(id, (open) => ({ ...open, isLoading: false, failure: 'It was deleted.' }));
}

/** How full the rate limits of its upstream were, up to this exchange. */
export function loadRateHistory(id: ExchangeId): Promise<readonly RateHistory[]> {
  return bridge().invoke('exchanges.rateHistory', { id });
}

/** Clears the sheet. */
export function closeExchange(): Promise<void> {
  return openExchange(null);
}

const filling = new Set<ExchangeId>();

/** Asks for missing events, page by page, until none is missing; one asker per exchange. */
export async function fillHoles(id: ExchangeId): Promise<void> {
  if (filling.has(id)) return;
  filling.add(id);
  try {
    for (;;) {
      const open = get().openExchange;
      // While loading, the snapshot will bring the first page itself.
      if (open?.id !== id || open.isLoading) return;
      const from = missingFrom(open);
      if (from === null) return;
      const page = await bridge().invoke('exchanges.events', { id, from, limit: pageOfEvents });
      changeOpen(id, (current) => applyPage(current, page));
    }
  } finally {
    filling.delete(id);
  }
}

/** Picks one event (and leaves live, unless it is the last); null picks nothing. */
export function selectEvent(index: number | null): void {
  changeSelection((open) => {
    if (index === null) return { selection: { kind: 'none' } };
    const isLast = index >= open.events.length - 1;
    // What is picked has come by then: the playhead goes to it.
    const receivedAt = open.events.items[index]?.receivedAt ?? 0;
    const momentAt = open.momentAt === null ? null : Math.max(open.momentAt, receivedAt);
    return { selection: { kind: 'event', index }, isLive: open.isLive && isLast, momentAt };
  });
}

/** Picks a run of events, both ends included, e.g. those that wrote a piece of text selected in the completion. */
export function selectRange(range: Omit<Extract<ExchangeSelection, { kind: 'range' }>, 'kind'> | null): void {
  changeSelection(() => ({ selection: range ? { kind: 'range', ...range } : { kind: 'none' } }));
}

/** The event under the pointer, wherever it points. */
export function hoverEvent(index: number | null): void {
  if (get().openExchange?.hoveredEvent !== index) changeSelection(() => ({ hoveredEvent: index }));
}

/** True pins log and completion to the end ("the moment is now"). */
export function setLive(isLive: boolean): void {
  if (get().openExchange?.isLive !== isLive) changeSelection(() => ({ isLive }));
}

/** Bytes of a body, at most 4 MiB per call; `isDecoded` offsets are those of events. */
export function loadBody(request: BodyRequest): Promise<Result<BodySlice>> {
  return bridge().invoke('exchanges.body', request);
}

/** A decoded body (or a value in it) as text, JSON over several lines: made where it holds up nobody. */
export function loadBodyText(request: RequestOf<'exchanges.bodyText'>): Promise<ResponseOf<'exchanges.bodyText'>> {
  return bridge().invoke('exchanges.bodyText', request);
}

/** A message of a WebSocket, unmasked and inflated. */
export function loadMessage(id: ExchangeId, index: number): Promise<Result<BodySlice>> {
  return bridge().invoke('exchanges.message', { id, index });
}

/** The network chunks of one direction. */
export function loadChunks(request: RequestOf<'exchanges.chunks'>): Promise<readonly WireChunk[]> {
  return bridge().invoke('exchanges.chunks', request);
}

export type LoadedRequest = { readonly reading: RequestReading | null; readonly sizeBytes: number };

/** The request read as a conversation; `reading` null: no such thing. Its pieces are parsed with pauses in between. */
export async function loadRequest(id: ExchangeId): Promise<Result<LoadedRequest>> {
  const result = await bridge().invoke('exchanges.request', { id });
  if (!result.ok) return result;
  const { head, toolPieces, pieces, sizeBytes } = result.value;
  if (head === null) return succeed({ reading: null, sizeBytes });
  const tools = await readAll(toolPieces, readToolPiece);
  const messages = await readAll(pieces, readPiece);
  return succeed({ reading: { ...head, tools, messages }, sizeBytes });
}

async function readAll<Item>(
  pieces: readonly string[],
  read: (piece: string) => readonly Item[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const piece of pieces) {
    for (const item of read(piece)) items.push(item);
    if (pieces.length > 1) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return items;
}

/** The provider's own object and ours, as pretty JSON. What the reading of an ended exchange found is kept with it. */
export async function loadNative(id: ExchangeId): Promise<ResponseOf<'exchanges.native'>> {
  const result = await bridge().invoke('exchanges.native', { id });
  if (result.ok) {
    const { problems } = result.value;
    changeOpen(id, (open) => (open.detail?.summary.phase === 'ended' ? applyFindings(open, problems) : open));
  }
  return result;
}

/** Writes exchanges to a file (main asks where) or onto the clipboard. */
export function exportExchanges(request: ExportRequest): Promise<ResponseOf<'exchanges.export'>> {
  return bridge().invoke('exchanges.export', request);
}

function changeSelection(change: (open: OpenExchange) => Partial<OpenExchange>): void {
  const open = get().openExchange;
  if (open) set({ openExchange: { ...open, ...change(open) } });
}

function changeOpen(id: ExchangeId, change: (open: OpenExchange) => OpenExchange): void {
  const open = get().openExchange;
  if (open?.id === id) set({ openExchange: change(open) });
}
