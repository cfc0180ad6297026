/** What the list shows and how: filter, density, sorting, folded groups, the zoom of the lanes' clock. */
import type { ConversationLink } from '../../shared/model/conversation.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { SearchHit } from '../../shared/model/search.ts';
import type { TextHits } from './filter.ts';
import type { ListView } from './list-preferences.ts';
import { defaultListView } from './list-preferences.ts';

/** A stretch of the shared clock, epoch ms. */
export type TimeRange = { readonly start: number; readonly end: number };

export type FilterSlice = {
  readonly filterText: string;
  /** What the full-text search found for the words of the filter; empty while it has no words. */
  readonly textHits: TextHits;
  /** The words themselves, in lower case; the same array while they stay the same. */
  readonly searchTexts: readonly string[];
  /** The message of the open request in which the current hit stands; null: none, or it stands elsewhere. */
  readonly soughtMessage: number | null;
  /** Why rows in sight were found, where their own words do not tell. */
  readonly snippets: ReadonlyMap<ExchangeId, SearchHit>;
  /** Places in conversations, of rows that were in sight. */
  readonly links: ReadonlyMap<ExchangeId, ConversationLink>;
  /** Ended exchanges that the search does not know yet; shown while words are looked for. */
  readonly unindexedCount: number;
  /** Exchanges older than the loaded rows that pass the filter; empty without one. */
  readonly olderMatches: readonly ExchangeSummary[];
  /** They are being looked for: what the list shows is not all yet. */
  readonly isFindingOlder: boolean;
  /** Brushed on the axis: only exchanges that touch it are shown. */
  readonly timeFilter: TimeRange | null;
  /** Zoomed by hand; null: the clock fits what is visible. */
  readonly clockZoom: TimeRange | null;
  readonly foldedGroups: ReadonlySet<string>;
  readonly listView: ListView;
};

export const initialFilterSlice: FilterSlice = {
  filterText: '',
  textHits: new Map(),
  searchTexts: [],
  soughtMessage: null,
  snippets: new Map(),
  links: new Map(),
  unindexedCount: 0,
  olderMatches: [],
  isFindingOlder: false,
  timeFilter: null,
  clockZoom: null,
  foldedGroups: new Set(),
  listView: defaultListView,
};
