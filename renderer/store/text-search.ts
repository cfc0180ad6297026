/**
 * Asks the main process what the filter cannot tell from rows: in which exchanges its words stand, and which exchanges
 * older than the loaded ones pass it. Asked a moment after the last key, and again while the answer is not final.
 */
import { filterTexts, wantedTexts } from '../../shared/filter/match-filter.ts';
import { parseFilter } from '../../shared/filter/parse-filter.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { SearchHit } from '../../shared/model/search.ts';
import { bridge } from '../bridge.ts';
import type { TextHits } from './filter.ts';
import { useStore } from './store.ts';

const { getState: get, setState: set } = useStore;
const afterKeyMs = 120;
/** Streams go on and what ended is indexed a moment later. */
const againMs = 2_000;
const maxTexts = 32;
const maxOlder = 500;
const maxSnippets = 100;

const noHits: TextHits = new Map();
let timer: ReturnType<typeof setTimeout> | undefined;

/** After the filter's text changed. */
export function searchSoon(): void {
  clearTimeout(timer);
  if (get().filterText.trim() === '') {
    set({
      textHits: noHits,
      searchTexts: [],
      snippets: new Map(),
      unindexedCount: 0,
      olderMatches: [],
      isFindingOlder: false,
    });
    return;
  }
  set({ isFindingOlder: get().hasOlder });
  timer = setTimeout(() => void searchAnew(), afterKeyMs);
}

/** However it ends, the list stops saying that it looks. */
async function searchAnew(): Promise<void> {
  const { filterText } = get();
  try {
    await search(true);
  } finally {
    if (get().filterText === filterText) set({ isFindingOlder: false });
  }
}

async function search(isNew: boolean): Promise<void> {
  const { filterText } = get();
  const { node } = parseFilter(filterText);
  const texts = filterTexts(node).slice(0, maxTexts);
  if (isNew) set({ searchTexts: wantedTexts(node).slice(0, maxTexts), snippets: new Map() });
  if (texts.length > 0) {
    const { hits, pendingCount } = await bridge().invoke('search.find', { texts });
    if (get().filterText !== filterText) return;
    const found = new Map(hits.map(({ text, ids }) => [text, new Set(ids)]));
    set({ unindexedCount: pendingCount, ...(isSame(get().textHits, found) ? {} : { textHits: found }) });
    const isFinal = pendingCount === 0 && get().captureStatus.streaming === 0;
    timer = setTimeout(() => void search(false), isFinal ? againMs * 3 : againMs);
  } else set({ textHits: noHits, unindexedCount: 0 });
  if (isNew) await findOlder(filterText);
}

/** Asks why these rows were found; known ones are not asked again. For rows in sight. */
export async function loadSnippets(ids: readonly ExchangeId[]): Promise<void> {
  const { searchTexts, snippets } = get();
  const missing = ids.filter((id) => !snippets.has(id)).slice(0, maxSnippets);
  if (searchTexts.length === 0 || missing.length === 0) return;
  const found = await bridge().invoke('search.snippets', { ids: missing, texts: searchTexts });
  if (found.length === 0 || get().searchTexts !== searchTexts) return;
  set((state) => ({ snippets: new Map([...state.snippets, ...found.map(({ id, hit }) => [id, hit] as const)]) }));
}

/** Every place of an exchange where the words of the filter stand. */
export function loadHits(id: ExchangeId, texts: readonly string[]): Promise<readonly SearchHit[]> {
  return bridge().invoke('search.hits', { id, texts });
}

async function findOlder(filterText: string): Promise<void> {
  const { hasOlder, order, viewedCapture } = get();
  const before = order[0] ?? null;
  const capture = viewedCapture?.name ?? null;
  const olderMatches = hasOlder
    ? await bridge().invoke('exchanges.list', { before, limit: maxOlder, filter: filterText, capture })
    : [];
  if (get().filterText === filterText && get().viewedCapture === viewedCapture) set({ olderMatches });
}

/** Hits only grow while a text stays the same; equal sizes are equal sets. */
function isSame(left: TextHits, right: TextHits): boolean {
  return left.size === right.size && [...right].every(([text, ids]) => left.get(text)?.size === ids.size);
}
